// The kernel that a package name of a Debian suite stands for now: linux-image-amd64 names the newest one by its dependency,
// and that the packages that its files lie in.

import { UserError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { type Stanza, stanzas } from "../../parse/apt.ts";
import { kernelParts } from "../../parse/kernel-parts.ts";
import { AptState } from "../../tools/apt.ts";
import { aptFolder } from "../source/refresh-suite.ts";

export type KernelPackagePin = {
  readonly suite: string;
  /** The kernel's own first. */
  readonly packages: readonly PinnedPackage[];
  /** Debian's name, where it is not this machine's. */
  readonly architecture?: string;
};

type PinnedPackage = { readonly name: string; readonly version: string; readonly sha256: string };

export const resolveKernelPackage: StepKind<
  { package: string; architecture?: string },
  { suite: string },
  KernelPackagePin
> = {
  name: "resolve-kernel-package",
  version: 2,
  nature: "observation",
  pool: "io",
  async run({ kept }, { package: asked, architecture }, { suite }) {
    const apt = AptState.at(kept(aptFolder(suite, architecture)));
    const shown = async (name: string): Promise<Stanza | undefined> =>
      stanzas(await apt.cache("show", "--no-all-versions", name))[0];
    const first = await shown(asked);
    const behind = first && kernelItDependsOn(first);
    const found = behind === undefined ? first : await shown(behind);
    const absent = (name: string) =>
      new UserError(
        `the suite ${suite} has no package ${name}`,
        "search for it with: apt-cache search '^linux-image'",
      );
    if (!found) throw absent(behind ?? asked);
    const packages: PinnedPackage[] = [];
    for (const name of kernelParts(found)) {
      const own = name === found.get("Package") ? found : await shown(name);
      const [version, sha256] = ["Version", "SHA256"].map((key) => own?.get(key));
      if (!version || !sha256) throw absent(name);
      packages.push({ name, version, sha256 });
    }
    return pass({ suite, packages, ...(architecture === undefined ? {} : { architecture }) });
  },
};

/** Undefined where the package is the kernel itself. */
function kernelItDependsOn(stanza: Stanza): string | undefined {
  const depends = (stanza.get("Depends") ?? "").split(",");
  return depends.flatMap((one) => /^\s*(linux-image-\d\S*)/.exec(one)?.[1] ?? [])[0];
}
