// The kernel that a package name of a Debian suite stands for now: linux-image-amd64 names the newest one by its dependency.

import { UserError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { type Stanza, stanzas } from "../../parse/apt.ts";
import { AptState } from "../../tools/apt.ts";
import { aptFolder } from "../source/refresh-suite.ts";

export type KernelPackagePin = {
  readonly suite: string;
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** Debian's name, where it is not this machine's. */
  readonly architecture?: string;
};

export const resolveKernelPackage: StepKind<
  { package: string; architecture?: string },
  { suite: string },
  KernelPackagePin
> = {
  name: "resolve-kernel-package",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ kept }, { package: asked, architecture }, { suite }) {
    const apt = AptState.at(kept(aptFolder(suite, architecture)));
    const shown = async (name: string): Promise<Stanza | undefined> =>
      stanzas(await apt.cache("show", "--no-all-versions", name))[0];
    const first = await shown(asked);
    const behind = first && kernelItDependsOn(first);
    const found = behind === undefined ? first : await shown(behind);
    const [name, version, sha256] = ["Package", "Version", "SHA256"].map((key) => found?.get(key));
    const own = architecture === undefined ? {} : { architecture };
    if (name && version && sha256) return pass({ suite, name, version, sha256, ...own });
    throw new UserError(
      `the suite ${suite} has no package ${behind ?? asked}`,
      "search for it with: apt-cache search '^linux-image'",
    );
  },
};

/** Undefined where the package is the kernel itself. */
function kernelItDependsOn(stanza: Stanza): string | undefined {
  const depends = (stanza.get("Depends") ?? "").split(",");
  return depends.flatMap((one) => /^\s*(linux-image-\d\S*)/.exec(one)?.[1] ?? [])[0];
}
