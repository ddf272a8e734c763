// Folders that code of a series wrote are removed, whatever it did to them.
// @module-tag process

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { removeFolder } from "./remove-folder.ts";

test("a folder deeper than a path may be long", async () => {
  const dir = join(await temporaryFolder(), "deep");
  await mkdir(dir);
  const deepen = "for (1..300) { mkdir('d' x 50); chdir('d' x 50) }";
  await promisify(execFile)("perl", ["-e", deepen], { cwd: dir });
  await removeFolder(dir);
  expect(existsSync(dir)).toBe(false);
});

test("one that nobody has rights on", async () => {
  const dir = join(await temporaryFolder(), "closed");
  await mkdir(join(dir, "in"), { recursive: true });
  await writeFile(join(dir, "in/file"), "");
  await chmod(join(dir, "in"), 0);
  await removeFolder(dir);
  expect(existsSync(dir)).toBe(false);
});

test("a link in it is removed, not what it leads to", async () => {
  const dir = await temporaryFolder();
  await mkdir(join(dir, "work"));
  await mkdir(join(dir, "other"));
  await writeFile(join(dir, "other/file"), "stays", { mode: 0o600 });
  await symlink(join(dir, "other"), join(dir, "work/link"));
  await removeFolder(join(dir, "work"));
  expect(await readFile(join(dir, "other/file"), "utf8")).toBe("stays");
});

test("none that is not there", async () => {
  await removeFolder(join(await temporaryFolder(), "absent"));
});
