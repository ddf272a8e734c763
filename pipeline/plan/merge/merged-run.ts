// Parts of one run that several machines made -> the run, with a verdict for every cell that was planned. Pure.

import type { ImportedResult } from "../../model/described/imported-result.ts";
import {
  cellName,
  type MatrixCell,
  type PlannedMatrix,
} from "../../model/record/planned-matrix.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { importedCells, importsOf } from "./imported-cells.ts";
import { required } from "../required.ts";

/** `name`: the folder that it came in. */
export type Part = { readonly name: string; readonly run: RunRecord };

/** Which parts contradict each other, by name, and why: it is not known which of them is right. */
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

/** For valid parts that do not contradict each other. Planned cells that are missing are `infra`. */
export function mergedRun(
  parts: readonly Part[],
  { matrix, results, why }: Whole,
  named: Named,
): RunRecord {
  const runs = parts.map(({ run }) => run);
  const first = required(runs[0], "a part of the run");
  const kernels = kernelsOf(runs.flatMap((run) => run.kernels));
  const cells = new Map(runs.flatMap((run) => cellsOf(run, named.run)));
  const metrics = runs.flatMap((run) => run.metrics ?? []);
  const remade = runs.flatMap((run) => run.remade ?? []);
  return {
    schema: first.schema,
    ...named,
    host: first.host,
    heads: matrix.heads.map(({ name, channel, at }) => {
      const known = runs.flatMap((run) => run.heads).filter((head) => head.name === name);
      return known.find(({ commit }) => commit) ?? known[0] ?? { name, channel, pin: at };
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
    ...(remade.length ? { remade } : {}),
    ...(metrics.length ? { metrics } : {}),
    traces: unique(
      runs.flatMap((run) => run.traces),
      ({ step }) => step,
    ),
  };
}

/** Of several rows the one that was built again speaks, and most of all where that gave other bytes. */
function kernelsOf(all: RunRecord["kernels"]): RunRecord["kernels"] {
  const rebuilt = all.filter((kernel) => kernel.rebuilt);
  const other = rebuilt.filter((kernel) => kernel.rebuilt?.result === "different");
  return unique([...all, ...rebuilt, ...other], ({ digest, series, head, flavour }) =>
    [digest, series, head, flavour].join(" "),
  );
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
  const { hypervisor, series, head, flavour, platform, realness } = cell;
  const summary = why.get(cellName(cell)) ?? "it was planned, and no part of the run brought it";
  return {
    ...(hypervisor === undefined ? {} : { hypervisor }),
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
