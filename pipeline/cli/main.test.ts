// The entry of the program keeps what Node compiled, outside of the store.
// @module-tag process

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { run } from "../tools/shell.ts";

test("what Node compiled lies beside the store, and makes none", async () => {
  const cache = await temporaryFolder();
  const argv = [process.execPath, join(import.meta.dirname, "main.ts"), "help"];
  const env = { ...(process.env as Record<string, string>), XDG_CACHE_HOME: cache };
  const { exitCode } = await run(argv, { env });
  expect(exitCode).toBe(0);
  expect(await readdir(cache)).toEqual(["twinboot-code"]);
  expect(await readdir(join(cache, "twinboot-code"))).toHaveLength(1);
});
