// Two runs, or two heads, cell by cell and count by count. Identity is filtered before pairing, categories after it:
// the other way round a pass that became a failure would look like a new failure.

import type { Metric } from "../../model/cost/metric.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { betweenRuns, headChange } from "./between-runs.ts";
import { countOf } from "./cost-rows.ts";

/** Those of KernelCI's tree comparison. Skipped, blocked and unanswered cells answer nothing: they count as absent. */
export const categories = [
  "regression",
  "newFailure",
  "fixed",
  "stillFailing",
  "appeared",
  "disappeared",
] as const;
export type Category = (typeof categories)[number];

/** `head`: only that one, paired with another head's rows; absent: all heads, each with itself. */
export type ComparedRun = { readonly run: RunRecord; readonly head?: string };

type Identity = Pick<RunCell, "series" | "head" | "flavour" | "platform">;
export type IdentityFilters = { readonly [K in keyof Identity]?: readonly string[] };

type ComparedCell = {
  readonly category: Category;
  readonly before?: RunCell;
  readonly after?: RunCell;
};

export type ComparedCount = { readonly before: Metric; readonly after: Metric };

export type Comparison = {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** What changed between them, a line each. */
  readonly between: readonly string[];
  /** In the order of the categories. */
  readonly cells: readonly ComparedCell[];
  /** Cells that pass on both sides. */
  readonly stillPassing: number;
  readonly counts: {
    readonly equal: number;
    readonly changed: readonly ComparedCount[];
    /** Counted by another QEMU, or with other flags. */
    readonly incomparable: readonly ComparedCount[];
    readonly appeared: readonly Metric[];
    readonly disappeared: readonly Metric[];
  };
};

export function compareRuns(
  before: ComparedRun,
  after: ComparedRun,
  filters: IdentityFilters,
): Comparison {
  const acrossHeads = before.head !== after.head;
  const keyOf = (one: Identity): string =>
    [...(acrossHeads ? [] : [one.head]), one.series, one.flavour, one.platform].join(" ");
  const cells = paired(
    rowsOf(before.run.cells, before, filters),
    rowsOf(after.run.cells, after, filters),
    keyOf,
  );
  const compared = cells.flatMap(([a, b]) => {
    const category = categoryOf(a, b);
    return category ? [{ category, ...(a ? { before: a } : {}), ...(b ? { after: b } : {}) }] : [];
  });
  return {
    before,
    after,
    between: betweenSides(before, after),
    cells: compared.toSorted(
      (a, b) => categories.indexOf(a.category) - categories.indexOf(b.category),
    ),
    stillPassing: cells.filter(([a, b]) => stateOf(a) === "pass" && stateOf(b) === "pass").length,
    counts: comparedCounts(countsOf(before, filters), countsOf(after, filters), keyOf),
  };
}

/** Status filters: after pairing. */
export function ofCategories(comparison: Comparison, wanted: readonly Category[]): Comparison {
  return {
    ...comparison,
    cells: comparison.cells.filter(({ category }) => wanted.includes(category)),
  };
}

function rowsOf<T extends Identity>(
  rows: readonly T[],
  { head }: ComparedRun,
  filters: IdentityFilters,
): T[] {
  const wanted = head === undefined ? filters : { ...filters, head: [head] };
  const names = Object.entries(wanted) as [keyof Identity, readonly string[]][];
  return rows.filter((row) => names.every(([name, those]) => those.includes(row[name])));
}

/** Samples of two runs were not interleaved: they are compared with nothing. */
function countsOf(side: ComparedRun, filters: IdentityFilters): Metric[] {
  return rowsOf(side.run.metrics ?? [], side, filters).filter((one) => one.class === "exact");
}

function paired<T>(before: readonly T[], after: readonly T[], keyOf: (row: T) => string) {
  const left = new Map(before.map((row) => [keyOf(row), row]));
  const right = new Map(after.map((row) => [keyOf(row), row]));
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.map((key) => [left.get(key), right.get(key)] as const);
}

function categoryOf(before: RunCell | undefined, after: RunCell | undefined): Category | undefined {
  const [a, b] = [stateOf(before), stateOf(after)];
  if (b === "absent") return a === "absent" ? undefined : "disappeared";
  if (b === "pass" && a === "pass") return undefined;
  if (b === "pass") return a === "fail" ? "fixed" : "appeared";
  return ({ pass: "regression", fail: "stillFailing", absent: "newFailure" } as const)[a];
}

function stateOf(cell: RunCell | undefined): "pass" | "fail" | "absent" {
  if (cell?.verdict === "pass") return "pass";
  return cell?.verdict === "fail" || cell?.verdict === "base-broken" ? "fail" : "absent";
}

function comparedCounts(
  before: readonly Metric[],
  after: readonly Metric[],
  cellKey: (row: Metric) => string,
): Comparison["counts"] {
  const keyOf = (one: Metric): string =>
    [cellKey(one), one.workload, one.unit, one.patches].join(" ");
  const pairs = paired(before, after, keyOf);
  const both = pairs.flatMap(([a, b]) => (a && b ? [{ before: a, after: b }] : []));
  const comparable = both.filter((pair) => countedAlike(pair));
  return {
    equal: comparable.filter((pair) => countOf(pair.before) === countOf(pair.after)).length,
    changed: comparable.filter((pair) => countOf(pair.before) !== countOf(pair.after)),
    incomparable: both.filter((pair) => !countedAlike(pair)),
    appeared: pairs.flatMap(([a, b]) => (!a && b ? [b] : [])),
    disappeared: pairs.flatMap(([a, b]) => (a && !b ? [a] : [])),
  };
}

function countedAlike({ before, after }: ComparedCount): boolean {
  const [a, b] = [before.under, after.under];
  return (
    a?.qemu === b?.qemu &&
    a?.cpu === b?.cpu &&
    a?.icount === b?.icount &&
    before.iterations === after.iterations
  );
}

function betweenSides(before: ComparedRun, after: ComparedRun): string[] {
  const headOf = ({ run, head }: ComparedRun) => run.heads.find(({ name }) => name === head);
  const [a, b] = [headOf(before), headOf(after)];
  const heads = a && b && before.head !== after.head ? headChange(a, b) : [];
  const runs = before.run === after.run ? [] : betweenRuns(before.run, after.run);
  return [...heads, ...runs];
}
