// The guest's PID 1, compiled static, alone in an initramfs.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InfraError } from "../../model/errors.ts";
import type { GuestImage, Sources } from "../../model/described/image.ts";
import type { Toolchain } from "../../model/described/host.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { copyProduct } from "../../tools/build-product.ts";
import { packCompressed } from "../../tools/cpio.ts";
import { sandboxed } from "../../tools/sandbox.ts";
import { pasteable, run } from "../../tools/shell.ts";

type Params = { sources: Sources; compiler: string; toolchain: Toolchain };

// prettier-ignore
const flags = [
  "-static", "-Os", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-s", "-Wl,--build-id=none",
];

export const buildGuest: StepKind<Params, NoInputs, GuestImage> = {
  name: "build-guest",
  version: 1,
  nature: "pure",
  pool: "io",
  runs: "description",
  commands: (_, params) => [pasteable(compileLine(params, "images/guest", "<scratch>"))],
  async run({ workDir, signal, keep }, params) {
    const [source, made] = [join(workDir, "source"), join(workDir, "made")];
    await Promise.all([mkdir(source), mkdir(made)]);
    for (const [name, text] of Object.entries(params.sources)) {
      await mkdir(dirname(join(source, name)), { recursive: true });
      await writeFile(join(source, name), text);
    }
    const result = await run(compileLine(params, source, made), {
      signal,
      limits: { minutes: 10 },
    });
    if (result.exitCode !== 0)
      throw new InfraError(
        `images/guest does not compile with ${params.compiler}: ${result.log.trim().split("\n")[0]}`,
        "see CONTRIBUTING.md, the guest",
      );
    const init = await copyProduct(made, "init", join(workDir, "init"), { mode: 0o755 });
    const root = await guestRoot(workDir, init);
    return pass({
      recorder: await keep(init, "record"),
      initramfs: await keep(await packCompressed(root, join(workDir, "guest")), "guest.cpio.gz"),
    });
  },
};

/** In the sandbox, as all that is compiled: an #include may name any file. Leaves `init` in the folder `made`. */
function compileLine({ sources, compiler }: Params, source: string, made: string): string[] {
  const files = Object.keys(sources).filter((name) => name.endsWith(".c"));
  const folders = [...new Set(Object.keys(sources).map((name) => dirname(name)))];
  const headers = folders.flatMap((folder) => ["-iquote", folder]);
  const argv = [compiler, ...flags, ...headers, "-o", "/tmp/made/init", ...files.toSorted()];
  return sandboxed(argv, {
    folders: [
      { from: source, to: "/tmp/guest", writable: false },
      { from: made, to: "/tmp/made", writable: true },
    ],
    env: {},
    cwd: "/tmp/guest",
  });
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
