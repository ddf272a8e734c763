// ./twinboot test: every test; the last line counts them.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { checkout } from "../session.ts";

/** Operands go to vitest: file names, `--tags-filter='!vm'`. Gives vitest's exit code. */
export async function testCommand(operands: readonly string[]): Promise<number> {
  const vitest = join(checkout, "node_modules", "vitest", "vitest.mjs");
  const argv = [vitest, "run", ...operands];
  const child = spawn(process.execPath, argv, { cwd: checkout, stdio: "inherit" });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 3;
}
