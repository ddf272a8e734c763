// Exact counts as tables: the difference itself, the three costs, phases of the boot, sizes, where it is spent.

import type { Hot, Metric } from "../../model/cost/metric.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import {
  type CostComparison,
  type CostPair,
  countOf,
  isBare,
  isWorkload,
  nativeFlavour,
  shownMetrics,
  subjectOf,
} from "./cost-rows.ts";
import type { FigureCell, FigureTable } from "./figure-table.ts";
import { grouped, percentOf, signed } from "./numbers.ts";

const left = (name: string) => ({ name });
const right = (name: string) => ({ name, number: true });

/** Every workload on every platform: base, series, difference, verdict, n. */
export function countsTable(comparison: CostComparison): FigureTable[] {
  const pairs = exactPairs(comparison).filter(({ series }) => isWorkload(series));
  return tableOf(`Instructions: ${titleOf(comparison)}`, pairs, [
    "per call: the difference divided by how often the workload ran for one value.",
  ]);
}

export function bootTable(comparison: CostComparison): FigureTable[] {
  const pairs = exactPairs(comparison).filter(({ series }) => series.workload.startsWith("boot/"));
  const [initcalls, phases] = [
    pairs.filter(({ series }) => series.workload.startsWith("boot/initcall/")),
    pairs.filter(({ series }) => !series.workload.startsWith("boot/initcall/")),
  ];
  const changed = initcalls
    .filter((pair) => differenceOf(pair) !== 0)
    .toSorted((a, b) => Math.abs(differenceOf(b)) - Math.abs(differenceOf(a)));
  const same = initcalls.length - changed.length;
  const shown = changed.slice(0, 10);
  const note = `initcalls: ${same} of ${initcalls.length} have the same count; of the others the ${shown.length} that differ most are shown.`;
  return tableOf(
    `Boot: ${titleOf(comparison)}`,
    [...phases, ...shown],
    initcalls.length ? [note] : [],
  );
}

export function sizeTable(comparison: CostComparison): FigureTable[] {
  const pairs = exactPairs(comparison).filter(({ series }) => series.workload.startsWith("size/"));
  return tableOf(`Bytes of the kernel: ${titleOf(comparison)}`, pairs, []);
}

export function exactPairs({ pairs }: CostComparison): CostPair[] {
  return pairs.filter(
    ({ base, series }) =>
      series.class === "exact" &&
      series.flavour !== nativeFlavour &&
      base.values.length &&
      series.values.length,
  );
}

function differenceOf({ base, series }: CostPair): number {
  return countOf(series) - countOf(base);
}

function tableOf(
  title: string,
  pairs: readonly CostPair[],
  notes: readonly string[],
): FigureTable[] {
  if (!pairs.length) return [];
  const columns = [
    left("workload"),
    left("platform"),
    right("base"),
    right("series"),
    right("delta"),
    right("delta %"),
    ...(repeated(pairs) ? [right("per call")] : []),
    left("verdict"),
    right("n"),
  ];
  return [{ title, columns, rows: pairs.map((pair) => pairRow(pair, repeated(pairs))), notes }];
}

function repeated(pairs: readonly CostPair[]): boolean {
  return pairs.some(({ series }) => series.iterations > 1);
}

function pairRow(pair: CostPair, perCall: boolean): FigureCell[] {
  const { base, series } = pair;
  const delta = differenceOf(pair);
  return [
    series.workload,
    series.platform,
    { text: grouped(countOf(base)), rows: [base.id] },
    { text: grouped(countOf(series)), rows: [series.id] },
    signed(delta),
    percentOf(countOf(series) / countOf(base)),
    ...(perCall ? [signed(delta / series.iterations)] : []),
    exactVerdict(pair),
    String(Math.min(base.values.length, series.values.length)),
  ];
}

/** An exact count has no margin: one instruction is a difference. Another QEMU counts otherwise. */
function exactVerdict(pair: CostPair): FigureCell {
  const { base, series } = pair;
  if (JSON.stringify(base.under) !== JSON.stringify(series.under))
    return { text: "not comparable", rows: [], tone: "held" };
  const delta = differenceOf(pair);
  if (delta === 0) return { text: "equal", rows: [] };
  return delta > 0
    ? { text: "more", rows: [], tone: "bad" }
    : { text: "less", rows: [], tone: "good" };
}

/** Paravirt on native, the series on native, running under each hypervisor: three costs that are argued over as one. */
export function threeCostsTable(run: RunRecord, comparison: CostComparison): FigureTable[] {
  const costs = threeCosts(run, comparison);
  if (!costs.length) return [];
  const under = [...new Set(costs.flatMap((one) => one.under.map(({ platform }) => platform)))];
  const columns = [
    left("workload"),
    right("native"),
    right("paravirt on native"),
    right("the series on native"),
    ...under.map((platform) => right(`under ${platform}`)),
  ];
  const rows = costs.map((one) => [
    one.workload,
    one.native ? { text: grouped(countOf(one.native)), rows: [one.native.id] } : "not counted",
    change(one.native, one.paravirt),
    change(one.paravirt, one.bare),
    ...under.map((platform) =>
      change(
        one.bare,
        one.under.find((row) => row.platform === platform),
      ),
    ),
  ]);
  const notes = [
    `native: flavour ${nativeFlavour} (no PARAVIRT), ${costs[0]?.bare.platform ?? "bare"}. Each column is what is added to the one before it; those under a hypervisor, to the series on native.`,
  ];
  return [{ title: `Three costs: ${titleOf(comparison)}`, columns, rows, notes }];
}

export type ThreeCosts = {
  readonly workload: string;
  readonly native: Metric | undefined;
  readonly paravirt: Metric;
  readonly bare: Metric;
  readonly under: readonly Metric[];
};

/** Of each workload that was counted on bare hardware; none where that is all that was counted. */
export function threeCosts(run: RunRecord, comparison: CostComparison): ThreeCosts[] {
  const pairs = exactPairs(comparison).filter(({ series }) => isWorkload(series));
  const native = new Map(
    shownMetrics(run)
      .filter(
        (one) =>
          one.series === "base" &&
          one.flavour === nativeFlavour &&
          one.class === "exact" &&
          one.patches === undefined,
      )
      .map((one) => [subjectOf(one), one]),
  );
  const bare = pairs.filter(({ series }) => series.platform === firstBare(pairs));
  const costs = bare.map(({ base, series }) => ({
    workload: series.workload,
    native: native.get(subjectOf({ ...base, flavour: nativeFlavour })),
    paravirt: base,
    bare: series,
    under: pairs
      .map((pair) => pair.series)
      .filter(
        (one) =>
          one.workload === series.workload &&
          one.flavour === series.flavour &&
          !isBare(one.platform),
      ),
  }));
  return costs.some((one) => one.native || one.under.length) ? costs : [];
}

function firstBare(pairs: readonly CostPair[]): string | undefined {
  return pairs.map(({ series }) => series.platform).find(isBare);
}

function change(from: Metric | undefined, to: Metric | undefined): FigureCell {
  if (!from || !to) return "not counted";
  const [a, b] = [countOf(from), countOf(to)];
  return { text: `${signed(b - a)} (${percentOf(b / a)})`, rows: [to.id] };
}

const mostFunctions = 10;

/** The functions that account for the difference, over all workloads that were traced. */
export function whereTable({ hot = [] }: RunRecord, comparison: CostComparison): FigureTable[] {
  const { head, series } = comparison;
  const rows = hot
    .filter((one) => one.head === head && one.series === series)
    .flatMap((of) => of.functions.map((executed) => ({ of, executed })))
    .toSorted((a, b) => distance(b.executed) - distance(a.executed))
    .slice(0, mostFunctions)
    .map(({ of, executed }) => whereRow(comparison, of, executed));
  if (!rows.length) return [];
  const columns = [
    left("function"),
    left("workload"),
    left("platform"),
    right("base"),
    right("series"),
    right("delta"),
  ];
  const notes = [
    "Instructions in the batch of each that executed the fewest; [user]: outside the kernel; [other]: neither, as the hypervisor under it.",
  ];
  return [{ title: `Where: ${titleOf(comparison)}`, columns, rows, notes }];
}

type Executed = Hot["functions"][number];

function distance({ base, series }: Executed): number {
  return Math.abs(series - base);
}

function whereRow({ pairs }: CostComparison, of: Hot, executed: Executed): FigureCell[] {
  const { workload, platform, flavour } = of;
  const pair = pairs.find(
    ({ series }) =>
      series.workload === workload && series.platform === platform && series.flavour === flavour,
  );
  return [
    executed.function,
    workload,
    platform,
    { text: grouped(executed.base), rows: idsOf(pair?.base) },
    { text: grouped(executed.series), rows: idsOf(pair?.series) },
    signed(executed.series - executed.base),
  ];
}

function idsOf(metric: Metric | undefined): string[] {
  return metric ? [metric.id] : [];
}

export function titleOf({ head, series }: Pick<CostComparison, "head" | "series">): string {
  return `${series} on ${head}`;
}
