// images/counter/counter.c, compiled: the plugin by which QEMU says where instructions were executed.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { InfraError } from "../../model/errors.ts";
import type { Toolchain } from "../../model/described/host.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { copyProduct } from "../../tools/build-product.ts";
import { sandboxed } from "../../tools/sandbox.ts";
import { run } from "../../tools/shell.ts";

type Params = { source: string; toolchain: Toolchain };

// prettier-ignore
const compiler = [
  "gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden", "-Wl,--build-id=none",
];

export const buildCounter: StepKind<Params, NoInputs, Artifact> = {
  name: "build-counter",
  version: 1,
  nature: "pure",
  pool: "io",
  runs: "description",
  async run({ workDir, signal, keep }, { source }) {
    const folder = join(workDir, "counter");
    await mkdir(folder);
    await writeFile(join(folder, "counter.c"), source);
    const line = sandboxed([...compiler, "-o", "counter.so", "counter.c"], {
      folders: [{ from: folder, to: "/tmp/counter", writable: true }],
      env: {},
      cwd: "/tmp/counter",
    });
    const result = await run(line, { signal, limits: { minutes: 10 } });
    if (result.exitCode !== 0)
      throw new InfraError(
        `images/counter does not compile: ${result.log.trim().split("\n")[0]}`,
        "see CONTRIBUTING.md",
      );
    const plugin = await copyProduct(folder, "counter.so", join(workDir, "counter.so"));
    return pass(await keep(plugin, "counter.so"));
  },
};
