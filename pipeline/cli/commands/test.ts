// ./twinboot test: every test but those of the night; the last line counts them. With --faults: the planted faults instead.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Options } from "../arguments.ts";
import { checkout } from "../session.ts";

/** Operands go to vitest (file names, `--tags-filter=nightly`), or name planted faults. Gives the exit code. */
export async function testCommand(operands: readonly string[], options: Options): Promise<number> {
  const argv = options.faults ? faultsLine(options.record) : vitestLine(operands);
  const stdio = "inherit" as const;
  const child = spawn(process.execPath, [...argv, ...operands], { cwd: checkout, stdio });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 3;
}

/** Without those of the night, unless tags are asked for. */
function vitestLine(operands: readonly string[]): string[] {
  const asked = operands.some((one) => one.startsWith("--tags-filter"));
  const vitest = join(checkout, "node_modules", "vitest", "vitest.mjs");
  return [vitest, "run", ...(asked ? [] : ["--tags-filter=!nightly"])];
}

/** A program of its own, as vitest is: the pipeline does not lean on its tests. */
function faultsLine(record: boolean): string[] {
  const main = join(checkout, "pipeline", "test", "faults", "main.ts");
  return record ? [main, "--record"] : [main];
}
