// The version that a suite has now of a hypervisor's binary package.

import { basename } from "node:path";
import { UserError } from "../../model/errors.ts";
import type { PackagedHypervisor, PackagePin } from "../../model/described/hypervisor.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { stanzas } from "../../parse/apt.ts";
import { AptState } from "../../tools/apt.ts";
import { aptFolder } from "./refresh-suite.ts";

/** `architecture`: Debian's name for it, where that is not this machine's. */
type Params = { hypervisor: string; source: PackagedHypervisor["source"]; architecture?: string };

export const resolveHypervisorPackage: StepKind<Params, { suite: string }, PackagePin> = {
  name: "resolve-hypervisor-package",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ kept }, { hypervisor, source, architecture }, { suite }) {
    const apt = AptState.at(kept(aptFolder(suite, architecture)));
    const [newest] = stanzas(await apt.cache("show", "--no-all-versions", source.package));
    const [version, file, sha256] = ["Version", "Filename", "SHA256"].map((key) =>
      newest?.get(key),
    );
    if (version === undefined || file === undefined || sha256 === undefined)
      throw new UserError(
        `hypervisor/${hypervisor}/hypervisor.yaml: source: ${suite} has no ${source.package}`,
        "look with: apt-cache search --names-only ^xen-hypervisor-",
      );
    return pass({ package: source.package, version, file: basename(file), sha256 });
  },
};
