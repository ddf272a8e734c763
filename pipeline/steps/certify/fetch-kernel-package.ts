// The pinned packages of a kernel -> their files, as apt got them and as the suite's signed list has their digests.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { InfraError } from "../../model/errors.ts";
import type { GivenKernel } from "../../model/described/packaged-kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { AptState } from "../../tools/apt.ts";
import { aptFolder } from "../source/refresh-suite.ts";
import type { KernelPackagePin } from "./resolve-kernel-package.ts";

export const fetchKernelPackage: StepKind<{ pin: KernelPackagePin }, NoInputs, GivenKernel> = {
  name: "fetch-kernel-package",
  version: 3,
  nature: "pure",
  pool: "io",
  async run({ kept, workDir, signal, keep }, { pin: { suite, packages, architecture } }) {
    const apt = AptState.at(kept(aptFolder(suite, architecture)));
    const asked = packages.map(({ name, version }) => `${name}=${version}`);
    await apt.get(["download", "--quiet", ...asked], workDir, signal);
    const got: Artifact[] = [];
    for (const file of await readdir(workDir)) got.push(await keep(join(workDir, file), file));
    const files = packages.map(({ name, version, sha256 }) => {
      const found = got.find(({ digest }) => digest === sha256);
      if (found) return found;
      throw new InfraError(
        `${name} ${version}: the downloaded package does not match the suite's index`,
        "run it again: the mirror may be updating",
      );
    });
    return pass({ files, suite });
  },
};
