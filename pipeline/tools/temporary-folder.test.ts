// What a killed process leaves in the temporary directory goes with the next start; nobody else's does.
// @module-tag process

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { trackedFiles } from "../test/tracked-files.ts";
import { checkout } from "../work/session.ts";
import { sweepTemporaryFolders, temporaryFolder } from "./temporary-folder.ts";

/** A folder that a process made which was killed. */
async function leftBehind(): Promise<string> {
  const module_ = join(import.meta.dirname, "temporary-folder.ts");
  const script = `
    import { temporaryFolder } from ${JSON.stringify(module_)};
    process.stdout.write(await temporaryFolder());
    setInterval(() => undefined, 1000);`;
  const args = ["--input-type=module-typescript", "--eval", script];
  const maker = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [path] = (await once(maker.stdout, "data")) as [Buffer];
  maker.kill("SIGKILL");
  await once(maker, "close");
  return path.toString();
}

test("a folder of a process that was killed goes, with what is in it", async () => {
  const path = await leftBehind();
  await mkdir(join(path, "deep"));
  await writeFile(join(path, "deep/console.log"), "text");
  expect(await sweepTemporaryFolders()).toBeGreaterThan(0);
  expect(existsSync(path)).toBe(false);
});

test("a folder of a process that lives stays", async () => {
  const path = await temporaryFolder();
  await sweepTemporaryFolders();
  expect(existsSync(path)).toBe(true);
  await rm(path, { recursive: true });
});

test.each([
  ["of another container", (name: string) => name.replace(/^twinboot-\d+/, "twinboot-1")],
  ["that only begins like one", (name: string) => `${name}-and-more`],
])("a folder %s stays", async (_, renamed) => {
  const path = join(tmpdir(), renamed(basename(await leftBehind())));
  await mkdir(path);
  await sweepTemporaryFolders();
  expect(existsSync(path)).toBe(true);
  await rm(path, { recursive: true });
});

test("a link by such a name is followed nowhere", async () => {
  const own = await temporaryFolder();
  const path = await leftBehind();
  await rm(path, { recursive: true });
  await symlink(own, path);
  await sweepTemporaryFolders();
  expect(existsSync(own)).toBe(true);
  await rm(path);
  await rm(own, { recursive: true });
});

test("no other file of the program makes a folder there, which no start would take away", async () => {
  const program = trackedFiles().filter((path) =>
    /^pipeline\/(?!test\/).*(?<!\.test)\.ts$/.test(path),
  );
  const makers = await Promise.all(
    program.map(async (path) => {
      const text = await readFile(join(checkout, path), "utf8");
      return /mkdtemp\(join\(tmpdir/.test(text) ? [path] : [];
    }),
  );
  expect(makers.flat()).toEqual(["pipeline/tools/temporary-folder.ts"]);
});
