// ./twinboot list: two columns, of which completion takes the first.
// @module-tag process

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../../work/session.ts";

test("every name is followed by what it is, in a column of its own", () => {
  const main = join(checkout, "pipeline/cli/main.ts");
  const { stdout } = spawnSync(process.execPath, [main, "list", "platforms"], { encoding: "utf8" });
  const starts = stdout.match(/^\S+ {2,}(?=\S)/gm) ?? [];
  expect(starts).toHaveLength(stdout.trim().split("\n").length);
  expect(new Set(starts.map((start) => start.length)).size).toBe(1);
  expect(stdout).toMatch(/^bare-q35 +a PC with the Q35 chipset/m);
});
