// ./twinboot gc [--keep N]: takes out of the store what the newest runs do not need.

import { cellFiles } from "../../model/record/cell-files.ts";
import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { Store } from "../../engine/store.ts";
import { lockStore } from "../../engine/store-lock.ts";
import { type Kept, sweep, type Swept } from "../../engine/sweep.ts";
import { Runs } from "../../work/runs.ts";
import { storeDir } from "../../work/session.ts";

const keptByDefault = 30;

type Given = { readonly keep?: number; readonly dryRun: boolean };

/** Every run.json stays: the history needs it. What it speaks of stays for the newest runs. */
export async function gcCommand({ keep = keptByDefault, dryRun }: Given): Promise<number> {
  const store = new Store(storeDir());
  await store.make();
  const release = await lockStore(store.dir);
  try {
    await store.open();
    const newest = await new Runs(store.dir).newest(keep);
    if (!newest.length)
      throw new UserError(
        "this store has no finished run, so nothing can be removed safely",
        "./twinboot run",
      );
    const swept = await sweep(store, keptFor(newest), dryRun);
    process.stdout.write(inWords(swept, newest, dryRun));
  } finally {
    await release();
  }
  return 0;
}

/** A run that was interrupted has no run.json, and what it finished is worth as much as that of its neighbours. */
function keptFor(runs: readonly RunRecord[]): Kept {
  const oldest = Math.min(...runs.map(({ run }) => run));
  const keys = new Set(runs.flatMap(({ traces }) => traces.map(({ key, run }) => `${key} ${run}`)));
  const files = runs.flatMap(({ cells }) => cells.flatMap(cellFiles).map(({ digest }) => digest));
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
