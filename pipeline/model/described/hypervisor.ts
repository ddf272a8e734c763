// What a guest runs under, built from source.

import { z } from "zod";
import type { Artifact } from "../artifact.ts";
import type { SelftestList } from "./selftests.ts";

export const hypervisorSchema = z.strictObject({
  hypervisor: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  source: z.strictObject({
    /** A Debian source package, of which the untouched upstream archive is built. */
    debian: z.string().regex(/^[a-z0-9][a-z0-9.+-]*$/),
    suite: z.string().regex(/^[a-z][a-z-]*$/),
    /** The newest version that begins so. */
    version: z.string().regex(/^\d+\.\d+$/),
  }),
  /** What the fragment was last reviewed against; another version is built too, and said. */
  reviewed: z.strictObject({
    version: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  config: z.string().regex(/^[a-z0-9][\w.-]*\.config$/),
  /** The list of those of its own tests that dom0 runs. */
  tests: z.string().regex(/^[a-z0-9][\w.-]*\.list$/),
});

type HypervisorDescription = z.infer<typeof hypervisorSchema>;

export type Hypervisor = HypervisorDescription & {
  readonly fragment: string;
  readonly testList: SelftestList;
};

/** The part that its build reads: a different list of tests does not change the hypervisor. */
export type BuildableHypervisor = Omit<Hypervisor, "tests" | "testList">;

/** A source package as the mirror had it. */
export type SourcePin = {
  readonly package: string;
  readonly version: string;
  /** The upstream archive. */
  readonly file: string;
  readonly sha256: string;
};

export type BuiltHypervisor = {
  readonly name: string;
  readonly version: string;
  /** The multiboot image that QEMU loads. */
  readonly image: Artifact;
  /** The same as an EFI program, for firmware. */
  readonly efi: Artifact;
  readonly config: Artifact;
};

/** What is made of the same source for those who ask for it. */
export type HypervisorTools = {
  /** FLASK's policy, as checkpolicy(8) compiles it for Xen. */
  readonly policy: Artifact;
  /** An initramfs archive of its own tests, as in BuiltSelftests. */
  readonly tests: Artifact;
};
