// The guest's PID 1, compiled static, alone in an initramfs.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../model/errors.ts";
import type { GuestImage, Sources } from "../model/image.ts";
import type { Toolchain } from "../model/host.ts";
import { pass } from "../model/outcome.ts";
import type { NoInputs, StepKind } from "../model/step.ts";
import { packCompressed } from "../tools/cpio.ts";
import { pasteable, run } from "../tools/shell.ts";

type Params = { sources: Sources; compiler: string; toolchain: Toolchain };

// prettier-ignore
const flags = [
  "-static", "-Os", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-s", "-Wl,--build-id=none",
];

export const buildGuest: StepKind<Params, NoInputs, GuestImage> = {
  name: "build-guest",
  version: 1,
  nature: "pure",
  lane: "io",
  commands: (_, params) => [
    `(cd images/guest && ${pasteable(compileLine(params, "<scratch>/init"))})`,
  ],
  async run({ workDir, signal, keep }, params) {
    const source = join(workDir, "source");
    await mkdir(source);
    await Promise.all(
      Object.entries(params.sources).map(([name, text]) => writeFile(join(source, name), text)),
    );
    const result = await run(compileLine(params), { cwd: source, signal });
    if (result.exitCode !== 0)
      throw new InfraError(
        `images/guest does not compile with ${params.compiler}: ${result.log.trim().split("\n")[0]}`,
        "see CONTRIBUTING.md, the guest",
      );
    const root = await guestRoot(workDir, join(source, "init"));
    return pass({
      recorder: await keep(join(source, "init"), "record"),
      initramfs: await keep(await packCompressed(root, join(workDir, "guest")), "guest.cpio.gz"),
    });
  },
};

function compileLine(
  { sources, compiler }: Pick<Params, "sources" | "compiler">,
  init = "init",
): string[] {
  const files = Object.keys(sources).filter((name) => name.endsWith(".c"));
  return [compiler, ...flags, "-o", init, ...files.toSorted()];
}

async function guestRoot(workDir: string, init: string): Promise<string> {
  const root = join(workDir, "root");
  await Promise.all(
    ["dev", "proc", "sys", "tmp", "run"].map((name) =>
      mkdir(join(root, name), { recursive: true }),
    ),
  );
  await copyFile(init, join(root, "init"));
  return root;
}
