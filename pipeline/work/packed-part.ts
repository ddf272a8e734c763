// A packed run in a folder. It may be malicious: links are not followed, nothing is read beyond its bounds, and
// names in it lead to no other place.

import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { readPlain, readSealed } from "../engine/sealed-json.ts";
import type { Digest } from "../model/digest.ts";
import { type RunRecord, runRecordSchema } from "../model/record/run-record.ts";
import { storedTraceSchema, type Trace } from "../model/record/trace.ts";
import type { EvidenceSource } from "../plan/merge/verify-cell.ts";

/** A vmlinux is the largest that may be among the evidence. */
const largestFile = 512 * 2 ** 20;

export type PackedPart = {
  readonly run: RunRecord;
  readonly source: EvidenceSource;
  /** The traces that were asked for until now. */
  readonly traces: ReadonlyMap<Digest, Trace>;
};

/** Returns a sentence if there is no readable packed run. */
export async function openPart(dir: string): Promise<PackedPart | string> {
  for (const folder of ["", "evidence", "traces"])
    if (!(await isFolder(join(dir, folder)))) return `there is no folder ${join(dir, folder)}`;
  const { value: run, wrong = "is not there" } = await readSealed(
    join(dir, "run.json"),
    runRecordSchema,
  );
  if (!run) return `its run.json ${wrong}`;
  const traces = new Map<Digest, Trace>();
  const source: EvidenceSource = {
    trace: async (key) => {
      const { value } = await readSealed(join(dir, "traces", `${key}.json`), storedTraceSchema);
      if (value?.key !== key) return undefined;
      traces.set(key, value as Trace);
      return value as Trace;
    },
    read: async ({ digest, bytes }) => {
      const file = await readPlain(join(dir, "evidence", digest), Math.min(bytes, largestFile));
      return file.value;
    },
  };
  return { run, source, traces };
}

async function isFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
