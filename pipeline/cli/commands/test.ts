// ./twinboot test: every test; the last line counts them. With --faults: the planted faults instead.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Options } from "../arguments.ts";
import { checkout } from "../session.ts";

/** Operands go to vitest (file names, `--tags-filter='!vm'`), or name planted faults. Gives the exit code. */
export async function testCommand(operands: readonly string[], options: Options): Promise<number> {
  const argv = options.faults ? faultsLine(options.record) : vitestLine;
  const stdio = "inherit" as const;
  const child = spawn(process.execPath, [...argv, ...operands], { cwd: checkout, stdio });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 3;
}

const vitestLine = [join(checkout, "node_modules", "vitest", "vitest.mjs"), "run"];

/** A program of its own, as vitest is: the pipeline does not lean on its tests. */
function faultsLine(record: boolean): string[] {
  const main = join(checkout, "pipeline", "test", "faults", "main.ts");
  return record ? [main, "--record"] : [main];
}
