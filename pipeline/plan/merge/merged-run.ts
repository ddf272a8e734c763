// Parts of one run that several machines made -> the run, with a verdict for every cell that was planned. Pure.

import type { ImportedResult } from "../model/imported-result.ts";
import { cellName, type MatrixCell, type PlannedMatrix } from "../model/planned-matrix.ts";
import type { RunCell, RunRecord } from "../model/run-record.ts";
import { importedCells, importsOf } from "./imported-cells.ts";
import { wanted } from "./wanted.ts";

/** `name`: the folder that it came in. */
export type Part = { readonly name: string; readonly run: RunRecord };

/** Which parts contradict each other, by name, and why: nobody knows which of them is right. */
export function contradictions(parts: readonly Part[]): Map<string, string> {
  const claims = parts.flatMap(({ name, run }) =>
    claimsOf(run).map(({ what, value }) => ({ name, what, value })),
  );
  const byWhat = Map.groupBy(claims, ({ what }) => what);
  const wrong = new Map<string, string>();
  for (const [what, same] of byWhat) {
    const names = new Set(same.map(({ name }) => name));
    const values = new Set(same.map(({ value }) => value));
    if (names.size < 2 || (values.size === 1 && !what.startsWith("the cell"))) continue;
    const why = `${what}: ${[...names].join(" and ")} both have it`;
    for (const name of names) wrong.set(name, wrong.get(name) ?? why);
  }
  return wrong;
}

/** A cell may be in one part; kernels and heads in several, if they say the same. */
function claimsOf({ cells, kernels, heads }: RunRecord): { what: string; value: string }[] {
  return [
    ...booted(cells).map((cell) => ({ what: `the cell ${cellName(cell)}`, value: "" })),
    ...kernels.map(({ head, series, flavour, digest }) => ({
      what: `the kernel ${head} ${series} ${flavour}, with other bytes`,
      value: digest,
    })),
    ...kernels.map(({ digest, buildId }) => ({
      what: `the kernel ${digest.slice(0, 12)}, with another build-id`,
      value: buildId,
    })),
    ...heads.flatMap(({ name, commit }) =>
      commit === undefined ? [] : [{ what: `the head ${name}, as another commit`, value: commit }],
    ),
  ];
}

type Named = { readonly run: number; readonly startedAt: string; readonly durationMs: number };
type Whole = {
  readonly matrix: PlannedMatrix;
  readonly results: readonly ImportedResult[];
  /** Why a cell that no part brought is not there; by cell's name, where there is more to say. */
  readonly why: ReadonlyMap<string, string>;
};

/** Parts that hold, and do not contradict each other. What was planned and did not come is no success: `infra`. */
export function mergedRun(
  parts: readonly Part[],
  { matrix, results, why }: Whole,
  named: Named,
): RunRecord {
  const runs = parts.map(({ run }) => run);
  const first = wanted(runs[0], "a part of the run");
  const kernels = unique(
    runs.flatMap((run) => run.kernels),
    ({ digest, series, head, flavour }) => [digest, series, head, flavour].join(" "),
  );
  const cells = new Map(runs.flatMap((run) => cellsOf(run, named.run)));
  const metrics = runs.flatMap((run) => run.metrics ?? []);
  return {
    schema: first.schema,
    ...named,
    host: first.host,
    heads: matrix.heads.map(({ name, lane, at }) => {
      const known = runs.flatMap((run) => run.heads).filter((head) => head.name === name);
      return known.find(({ commit }) => commit) ?? known[0] ?? { name, lane, pin: at };
    }),
    series: unique(
      runs.flatMap((run) => run.series),
      ({ name, head }) => `${name} ${head}`,
    ),
    kernels,
    hypervisors: unique(
      runs.flatMap((run) => run.hypervisors),
      ({ digest }) => digest,
    ),
    cells: [
      ...matrix.cells.map((cell) => cells.get(cellName(cell)) ?? missing(cell, why)),
      ...importedCells(results, kernels),
    ],
    ...(results.length ? { imports: importsOf(results, kernels) } : {}),
    ...(metrics.length ? { metrics } : {}),
    traces: unique(
      runs.flatMap((run) => run.traces),
      ({ step }) => step,
    ),
  };
}

/** What others brought is read again from this checkout, not taken from a part. */
function booted(cells: RunRecord["cells"]): RunCell[] {
  return cells.filter((cell) => !cell.imported);
}

/** What a part booted itself was booted in this run. */
function cellsOf({ cells, run }: RunRecord, merged: number): [name: string, cell: RunCell][] {
  return booted(cells).map((cell) => [
    cellName(cell),
    cell.bootedIn === run ? { ...cell, bootedIn: merged } : cell,
  ]);
}

function missing(cell: MatrixCell, why: Whole["why"]): RunCell {
  const { series, head, flavour, platform, realness } = cell;
  const summary = why.get(cellName(cell)) ?? "it was planned, and no part of the run brought it";
  return {
    series,
    head,
    flavour,
    platform,
    realness,
    verdict: "infra",
    finding: { reason: "missing-part", fault: "infrastructure", summary },
    evidence: {},
    reused: false,
  };
}

function unique<T>(values: readonly T[], nameOf: (one: T) => string): T[] {
  return [...new Map(values.map((one) => [nameOf(one), one])).values()];
}
