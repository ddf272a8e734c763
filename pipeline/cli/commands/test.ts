// ./twinboot test: every test but those of the night; the last line counts them. With --faults: the planted faults instead.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { checkout } from "../../work/session.ts";

type Given = {
  /** Files, and whatever else vitest takes; of planted faults where those are asked for. */
  readonly names?: readonly string[];
  readonly tagsFilter?: string;
  readonly faults: boolean;
  readonly record: boolean;
};

/** Gives the exit code. */
export async function testCommand({
  names = [],
  tagsFilter = "!nightly",
  faults,
  record,
}: Given): Promise<number> {
  const argv = faults ? faultsLine(record) : vitestLine(tagsFilter);
  const stdio = "inherit" as const;
  const child = spawn(process.execPath, [...argv, ...names], { cwd: checkout, stdio });
  const [code] = (await once(child, "close")) as [number | null];
  return code ?? 3;
}

function vitestLine(tagsFilter: string): string[] {
  const vitest = join(checkout, "node_modules", "vitest", "vitest.mjs");
  return [vitest, "run", `--tags-filter=${tagsFilter}`];
}

/** A program of its own, as vitest is: the pipeline does not lean on its tests. */
function faultsLine(record: boolean): string[] {
  const main = join(checkout, "pipeline", "test", "faults", "main.ts");
  return record ? [main, "--record"] : [main];
}
