// Takes out of a store what nothing that is kept speaks of.

import { lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { artifactsIn } from "../model/artifact.ts";
import type { Digest } from "../model/digest.ts";
import type { Trace } from "../model/record/trace.ts";
import type { Store } from "./store.ts";

export type Kept = {
  /** Which traces stay. */
  readonly trace: (key: Digest, trace: Trace) => boolean;
  /** Files that stay although no kept trace speaks of them. */
  readonly files: ReadonlySet<Digest>;
};

export type Swept = { readonly traces: number; readonly files: number; readonly bytes: number };

/** Needs the store's lock. Files go after the traces that speak of them: what is left half done is done by the next. */
export async function sweep(store: Store, kept: Kept, dryRun: boolean): Promise<Swept> {
  const traces = await tracesOf(store);
  const [staying, going] = [
    traces.filter(({ key, trace }) => trace && kept.trace(key, trace)),
    traces.filter(({ key, trace }) => !trace || !kept.trace(key, trace)),
  ];
  const spokenOf = staying.flatMap(({ trace }) => digestsIn(trace));
  const files = await filesBut(store, new Set([...kept.files, ...spokenOf]));
  if (!dryRun) {
    for (const { path } of going) await rm(path, { recursive: true });
    for (const { path } of files) await rm(path, { recursive: true });
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { traces: going.length, files: files.length, bytes };
}

type StoredTrace = {
  readonly path: string;
  readonly key: Digest;
  readonly trace: Trace | undefined;
};

/** A damaged trace says nothing and goes. */
async function tracesOf(store: Store): Promise<StoredTrace[]> {
  const dir = join(store.dir, "traces");
  const names = await readdir(dir);
  return Promise.all(
    names.map(async (name) => {
      // A recording that a newer one stands before has its run's number in its name.
      const [, key = "", number] = /^(.*?)(?:\.(\d+))?\.json$/.exec(name) ?? [];
      const trace = await store.traceAlone(key, number === undefined ? undefined : Number(number));
      return { path: join(dir, name), key, trace };
    }),
  );
}

function digestsIn(trace: Trace | undefined): Digest[] {
  const value = trace && "value" in trace.outcome ? trace.outcome.value : undefined;
  return artifactsIn(value).map(({ digest }) => digest);
}

async function filesBut(store: Store, staying: ReadonlySet<Digest>) {
  const dir = join(store.dir, "files");
  const names = await readdir(dir);
  const going = names.filter((name) => !staying.has(name));
  return Promise.all(
    going.map(async (name) => {
      const path = join(dir, name);
      return { path, bytes: (await lstat(path)).size };
    }),
  );
}
