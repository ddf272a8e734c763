// Packed parts -> one run with a verdict for every planned cell, and their evidence in this store.

import type { Store } from "../engine/store.ts";
import { cellFiles } from "../model/record/cell-files.ts";
import { UserError } from "../model/errors.ts";
import type { ImportedResult } from "../model/described/imported-result.ts";
import { cellName, type PlannedMatrix } from "../model/record/planned-matrix.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { contradictions, mergedRun } from "../plan/merge/merged-run.ts";
import { partComplaints } from "../plan/merge/part-complaints.ts";
import { verifyRun } from "../plan/merge/verify-run.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { openPart, type PackedPart } from "./packed-part.ts";
import type { Runs } from "./runs.ts";

type Named = { readonly name: string } & PackedPart;
type Refused = { readonly name: string; readonly why: string; readonly cells: readonly string[] };

/** Where a run is merged into. */
type MergeTarget = {
  readonly store: Store;
  readonly runs: Runs;
  readonly number: number;
  readonly matrix: PlannedMatrix;
  readonly results: readonly ImportedResult[];
};

/**
 * A part is believed where it holds against the plan, and every verdict in it can be derived again from what it brings;
 * else it is refused, and its cells are `infra`. Throws UserError where that leaves nothing, or where what is refused
 * was not missed.
 */
export async function mergeParts(
  dirs: readonly string[],
  target: MergeTarget,
): Promise<{ record: RunRecord; refused: readonly Refused[] }> {
  const { parts, refused } = await sorted(dirs, target.matrix);
  const record = mergedOf(parts, refused, target);
  for (const part of parts) await carryIn(target, part);
  return { record, refused };
}

async function sorted(dirs: readonly string[], matrix: PlannedMatrix) {
  const parts: Named[] = [];
  const refused: Refused[] = [];
  for (const name of dirs) {
    const part = await openPart(name);
    if (typeof part === "string") refused.push({ name, why: part, cells: [] });
    else {
      const complaints = await complaintsOf(part, matrix);
      if (complaints.length) refused.push(refusal(name, part, complaints));
      else parts.push({ name, ...part });
    }
  }
  const contrary = contradictions(parts);
  for (const part of parts) {
    const why = contrary.get(part.name);
    if (why !== undefined) refused.push(refusal(part.name, part, [why]));
  }
  return { parts: parts.filter(({ name }) => !contrary.has(name)), refused };
}

async function complaintsOf(part: PackedPart, matrix: PlannedMatrix): Promise<string[]> {
  const complaints = partComplaints(part.run, matrix);
  return complaints.length ? complaints : verifyRun(part.run, part.source);
}

function refusal(name: string, { run }: PackedPart, complaints: readonly string[]): Refused {
  const more = complaints.length > 3 ? `; and ${complaints.length - 3} more` : "";
  const why = `${complaints.slice(0, 3).join("; ")}${more}`;
  return { name, why, cells: run.cells.map(cellName) };
}

function mergedOf(
  parts: readonly Named[],
  refused: readonly Refused[],
  { matrix, results, number }: MergeTarget,
): RunRecord {
  const refusals = refused.map(({ name, why }) => `${name}: ${oneLine(why, 300)}`).join("\n  ");
  if (!parts.length)
    throw new UserError(`merge: no valid part:\n  ${refusals}`, "create the parts again");
  const why = new Map(
    refused.flatMap(({ name, why: reason, cells }) =>
      cells.map((cell) => [cell, `the part ${name} was refused: ${oneLine(reason, 300)}`] as const),
    ),
  );
  const runs = parts.map(({ run }) => run);
  const startedAt = runs.map((run) => run.startedAt).toSorted()[0] ?? "";
  const durationMs = Math.max(...runs.map((run) => run.durationMs));
  const named = { run: number, startedAt, durationMs };
  const record = mergedRun(parts, { matrix, results, why }, named);
  const missed = record.cells.some(({ finding }) => finding?.reason === "missing-part");
  if (refused.length && !missed)
    throw new UserError(
      `merge: everything planned is present without\n  ${refusals}`,
      "leave those parts out",
    );
  return record;
}

/** The bytes were checked against their digests when the verdicts were derived. */
async function carryIn({ store, runs, number }: MergeTarget, { run, source, traces }: Named) {
  for (const file of run.cells.flatMap(cellFiles)) {
    const bytes = await source.read(file);
    if (bytes) await store.keepBytes(bytes, file.name);
  }
  await runs.carry(number, traces);
}
