// The Xen Test Framework: small guests of their own, each a test of the hypervisor (https://xenbits.xenproject.org/docs/xtf/).

import { z } from "zod";
import type { Artifact } from "../artifact.ts";
import { gitUrl } from "./head.ts";
import type { GitSource } from "./hypervisor.ts";

export const xtfSchema = z.strictObject({
  /** Its git repository: an address, or an absolute path of this machine. */
  from: z.union([gitUrl, z.string().regex(/^\/\S*$/)]),
  /** A branch, a tag, a full commit id. */
  ref: z
    .string()
    .regex(/^[A-Za-z0-9][\w./-]*$/)
    .default("master"),
});

export function xtfSource({ from, ref }: z.infer<typeof xtfSchema>): GitSource {
  return { git: from.startsWith("/") ? `file://${from}` : from, ref };
}

/** Types of domains that tests are made for; `pvh`: those for HVM, without firmware and device model. */
export const xtfTypes = ["pv", "hvm", "pvh"] as const;

export type BuiltXtf = {
  /** An initramfs archive that follows a dom0's: /xtf/TYPE.list, and for each test TYPE/NAME.cfg and its kernel. */
  readonly archive: Artifact;
};
