// A pinned package of a Debian suite -> the file, as apt got it and as the suite's signed list has its digest.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../../model/errors.ts";
import type { GivenKernel } from "../../model/described/packaged-kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { AptState } from "../../tools/apt.ts";
import { aptFolder } from "../source/refresh-suite.ts";
import type { KernelPackagePin } from "./resolve-kernel-package.ts";

export const fetchKernelPackage: StepKind<{ pin: KernelPackagePin }, NoInputs, GivenKernel> = {
  name: "fetch-kernel-package",
  version: 2,
  nature: "pure",
  pool: "io",
  async run({ kept, workDir, signal, keep }, { pin }) {
    const { suite, name, version, sha256, architecture } = pin;
    const apt = AptState.at(kept(aptFolder(suite, architecture)));
    await apt.get(["download", "--quiet", `${name}=${version}`], workDir, signal);
    const [file] = await readdir(workDir);
    const found = file === undefined ? undefined : await keep(join(workDir, file), file);
    if (found?.digest === sha256) return pass({ files: [found], suite });
    throw new InfraError(
      `${name} ${version}: the downloaded package does not match the suite's index`,
      "run it again: the mirror may be updating",
    );
  },
};
