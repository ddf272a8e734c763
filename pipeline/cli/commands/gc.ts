// ./twinboot gc [--keep N]: takes out of the store what the newest runs do not need.

import { artifactsIn } from "../../model/artifact.ts";
import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/run-record.ts";
import { Store } from "../../engine/store.ts";
import { lockStore } from "../../engine/store-lock.ts";
import { type Kept, sweep, type Swept } from "../../engine/sweep.ts";
import type { Options } from "../arguments.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";

const keptByDefault = 30;

/** Every run.json stays: the history needs it. What it speaks of stays for the newest runs. */
export async function gcCommand(_: readonly string[], options: Options): Promise<number> {
  const count = countOf(options.keep);
  const store = new Store(storeDir());
  await store.make();
  const release = await lockStore(store.dir);
  try {
    await store.open();
    const newest = await new Runs(store.dir).newest(count);
    if (!newest.length)
      throw new UserError(
        "this store has no finished run, so nothing says what it needs",
        "./twinboot run",
      );
    const swept = await sweep(store, keptFor(newest), options.dryRun);
    process.stdout.write(inWords(swept, newest, options.dryRun));
  } finally {
    await release();
  }
  return 0;
}

function countOf(text: string | undefined): number {
  if (text === undefined) return keptByDefault;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UserError(`--keep ${text}: not a number of runs`, "use --keep 30");
}

/** A run that was interrupted has no run.json, and what it finished is worth as much as that of its neighbours. */
function keptFor(runs: readonly RunRecord[]): Kept {
  const oldest = Math.min(...runs.map(({ run }) => run));
  const keys = new Set(runs.flatMap(({ traces }) => traces.map(({ key, run }) => `${key} ${run}`)));
  const files = runs.flatMap(({ cells }) => artifactsIn(cells).map(({ digest }) => digest));
  return {
    trace: (key, trace) => keys.has(`${key} ${trace.run}`) || trace.run >= oldest,
    files: new Set(files),
  };
}

function inWords({ traces, files, bytes }: Swept, runs: readonly RunRecord[], dry: boolean) {
  const size = `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const kept = `${runs.length} ${runs.length === 1 ? "run stays" : "runs stay"} whole`;
  return `${dry ? "would remove" : "removed"} ${traces} traces and ${files} files, ${size}; ${kept}\n`;
}
