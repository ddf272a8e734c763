// images/counter/counter.c, compiled: the plugin by which QEMU says where instructions were executed.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../model/artifact.ts";
import { InfraError } from "../model/errors.ts";
import type { Toolchain } from "../model/host.ts";
import { pass } from "../model/outcome.ts";
import type { NoInputs, StepKind } from "../model/step.ts";
import { run } from "../tools/shell.ts";

type Params = { source: string; toolchain: Toolchain };

// prettier-ignore
const compiler = [
  "gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden", "-Wl,--build-id=none",
];

export const buildCounter: StepKind<Params, NoInputs, Artifact> = {
  name: "build-counter",
  version: 1,
  nature: "pure",
  lane: "io",
  async run({ workDir, signal, keep }, { source }) {
    await writeFile(join(workDir, "counter.c"), source);
    const result = await run([...compiler, "-o", "counter.so", "counter.c"], {
      cwd: workDir,
      signal,
    });
    if (result.exitCode !== 0)
      throw new InfraError(
        `images/counter does not compile: ${result.log.trim().split("\n")[0]}`,
        "see CONTRIBUTING.md",
      );
    return pass(await keep(join(workDir, "counter.so"), "counter.so"));
  },
};
