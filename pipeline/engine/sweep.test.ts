// What leaves a store, and what must not.

import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Artifact } from "../model/artifact.ts";
import { pass } from "../model/judge/outcome.ts";
import { temporaryStore } from "../test/store-rig.ts";
import type { Store } from "./store.ts";
import { sweep } from "./sweep.ts";

const old = "aa".repeat(32);
const young = "bb".repeat(32);
const common = {
  step: old,
  kind: "k",
  label: "k",
  startedAt: "2026-01-01T00:00:00Z",
  durationMs: 1,
};

async function storeOfTwo(): Promise<{ store: Store; ofOld: Artifact; ofYoung: Artifact }> {
  const store = await temporaryStore();
  const [ofOld, ofYoung] = [await store.keepBytes("old", "a"), await store.keepBytes("young", "b")];
  await store.putTrace(old, { ...common, key: old, run: 1, outcome: pass({ ofOld }) });
  await store.putTrace(young, { ...common, key: young, run: 2, outcome: pass({ ofYoung }) });
  return { store, ofOld, ofYoung };
}

const youngOnly = { trace: (key: string) => key === young, files: new Set<string>() };

test("traces that are not kept go, and the files that only they speak of", async () => {
  const { store, ofYoung } = await storeOfTwo();
  expect(await sweep(store, youngOnly, false)).toEqual({ traces: 1, files: 1, bytes: 3 });
  expect(await readdir(join(store.dir, "files"))).toEqual([ofYoung.digest]);
  expect(await store.trace(old)).toBeUndefined();
  expect(await store.trace(young)).toBeDefined();
});

test("a recording that a newer one stands before stays where its run is kept, and its files with it", async () => {
  const { store, ofOld, ofYoung } = await storeOfTwo();
  await store.retire(old);
  await store.putTrace(old, { ...common, key: old, run: 3, outcome: pass({ ofYoung }) });
  const ofRunOne = { trace: (key: string, { run }: { run: number }) => key === old && run === 1 };
  await sweep(store, { ...ofRunOne, files: new Set<string>() }, false);
  expect(await store.trace(old, 1)).toMatchObject({ outcome: pass({ ofOld }) });
  expect(await store.trace(old, 3)).toBeUndefined();
  expect(await readdir(join(store.dir, "files"))).toEqual([ofOld.digest]);
});

test("a file that a kept trace shares with one that goes stays", async () => {
  const { store, ofOld } = await storeOfTwo();
  await store.putTrace(young, { ...common, key: young, run: 2, outcome: pass({ deep: [ofOld] }) });
  await sweep(store, youngOnly, false);
  expect(await readdir(join(store.dir, "files"))).toEqual([ofOld.digest]);
});

test("a file that is asked for by digest stays without a trace", async () => {
  const { store, ofOld } = await storeOfTwo();
  await sweep(store, { ...youngOnly, files: new Set([ofOld.digest]) }, false);
  expect(await readdir(join(store.dir, "files"))).toContain(ofOld.digest);
});

test("a dry run counts the same and takes nothing", async () => {
  const { store } = await storeOfTwo();
  expect(await sweep(store, youngOnly, true)).toEqual({ traces: 1, files: 1, bytes: 3 });
  expect(await store.trace(old)).toBeDefined();
});

test("a damaged trace goes", async () => {
  const { store } = await storeOfTwo();
  await writeFile(join(store.dir, "traces", `${"cc".repeat(32)}.json`), "{");
  expect(await sweep(store, { ...youngOnly, trace: () => true }, false)).toMatchObject({
    traces: 1,
    files: 0,
  });
});
