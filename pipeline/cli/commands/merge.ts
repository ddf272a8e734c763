// ./twinboot merge DIR...: the parts of a run that several machines packed, as one run of this store.

import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { artifactsIn } from "../../model/artifact.ts";
import { UserError } from "../../model/errors.ts";
import { mergedRun } from "../../plan/merged-run.ts";
import { type RunRecord, runRecordSchema } from "../../model/run-record.ts";
import type { Store } from "../../engine/store.ts";
import { concludeWith } from "../conclude.ts";
import { withSession } from "../../work/session.ts";

type Given = {
  /** Folders that `pack` wrote. */
  readonly dirs: readonly string[];
  /** A folder of `N.json`, the nights of other machines. */
  readonly history?: string;
  readonly json: boolean;
};

/** Gives the exit code that the whole run would have. */
export async function mergeCommand({ dirs, json, ...options }: Given): Promise<number> {
  return withSession(options, async (session) => {
    const parts: RunRecord[] = [];
    for (const dir of dirs) parts.push(await taken(session.store, dir));
    const startedAt = parts.map((part) => part.startedAt).toSorted()[0] ?? "";
    const durationMs = Math.max(...parts.map((part) => part.durationMs));
    const record = mergedRun(parts, { run: session.number, startedAt, durationMs });
    return concludeWith(session, { json }, record);
  });
}

/** A file that is not what its name says is no evidence. */
async function taken(store: Store, dir: string): Promise<RunRecord> {
  const text = await readFile(join(dir, "run.json"), "utf8").catch(() => undefined);
  if (text === undefined)
    throw new UserError(`${dir}: there is no run.json`, "./twinboot pack --output DIR makes one");
  const run = runRecordSchema.parse(JSON.parse(text));
  const work = await store.work();
  for (const { name, digest } of artifactsIn(run.cells)) {
    const copy = join(work, digest);
    await copyFile(join(dir, "evidence", digest), copy);
    const kept = await store.keep(copy, name);
    if (kept.digest !== digest)
      throw new UserError(`${dir}: evidence/${digest} was changed`, "get the part again");
  }
  return run;
}
