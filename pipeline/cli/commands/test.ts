// ./twinboot test: every test but those of the night; the last line counts them. With --faults: the planted faults instead.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../../tools/temporary-folder.ts";
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
  tagsFilter,
  faults,
  record,
}: Given): Promise<number> {
  if (faults) return ended([...faultsLine(record), ...names]);
  if (tagsFilter !== undefined || names.length)
    return ended([...vitestLine(tagsFilter ?? "!nightly"), ...names]);
  return everyTest();
}

/** The cheapest first, so that a mistake shows soon. The first two use all CPUs, the last have the machine to themselves. */
const sets = ["!vm && !process && !nightly", "!vm && process && !nightly", "vm && !nightly"];

/** One set after the other, whatever became of those before. */
async function everyTest(): Promise<number> {
  const folder = await temporaryFolder();
  const path = join(folder, "counts");
  try {
    const codes: number[] = [];
    for (const set of sets) {
      const argv = [...vitestLine(set), ...(await leftIn(path))];
      codes.push(await ended(argv, { TWINBOOT_TEST_COUNTS: path }));
    }
    return codes.find((code) => code !== 0) ?? 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The files with tests that the run before left out; every file if there was none, or it did not complete. */
async function leftIn(path: string): Promise<readonly string[]> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? [] : (JSON.parse(text) as { left: readonly string[] }).left;
}

async function ended(argv: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [...argv], {
    cwd: checkout,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
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
