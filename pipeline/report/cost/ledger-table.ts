// Each patch of a series by itself: what it added to the kernel with the patches before it.

import type { Metric } from "../../model/cost/metric.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import {
  type CostComparison,
  countOf,
  isBare,
  isWorkload,
  nativeFlavour,
  shownMetrics,
  subjectOf,
} from "./cost-rows.ts";
import { titleOf } from "./exact-tables.ts";
import type { FigureCell, FigureTable } from "./figure-table.ts";
import { signed } from "./numbers.ts";

type Added = { readonly before: Metric; readonly after: Metric; readonly delta: number };

/** Exact counts on bare hardware only: nothing else is fine enough to tell one patch from the next. */
export function ledgerTable(run: RunRecord, comparison: CostComparison): FigureTable[] {
  const { head, series } = comparison;
  const names = run.series.find((one) => one.name === series && one.head === head)?.patches ?? [];
  const counted = shownMetrics(run).filter(
    (one) =>
      one.head === head &&
      one.class === "exact" &&
      one.flavour !== nativeFlavour &&
      (isBare(one.platform) || one.workload.startsWith("size/")),
  );
  const states = names.map((_, at) => stateAfter(counted, series, at, names.length));
  const last = stateAfter(counted, series, names.length, names.length);
  if (names.length < 2 || states.slice(1).some((state) => !state.size)) return [];
  const rows = names.map(({ patch }, at) =>
    ledgerRow(`${at + 1} ${patch}`, added(states[at], states[at + 1] ?? last)),
  );
  const columns = [
    { name: "patch" },
    { name: "workloads", number: true },
    { name: "costliest per call" },
    { name: "text bytes", number: true },
    { name: "boot", number: true },
  ];
  const notes = ["workloads: instructions added over all of them, each run once as listed above."];
  return [{ title: `Ledger per patch: ${titleOf(comparison)}`, columns, rows, notes }];
}

/** What was counted with the first `patches` of them: none is the head, all is the series. */
function stateAfter(
  counted: readonly Metric[],
  series: string,
  patches: number,
  all: number,
): Map<string, Metric> {
  const ofState = counted.filter((one) => {
    if (one.series === "base") return patches === 0 && one.patches === undefined;
    return one.series === series && (one.patches ?? all) === patches;
  });
  return new Map(ofState.map((one) => [subjectOf(one), one]));
}

function added(
  before: ReadonlyMap<string, Metric> | undefined,
  after: ReadonlyMap<string, Metric>,
): Added[] {
  return [...after].flatMap(([subject, one]) => {
    const earlier = before?.get(subject);
    return earlier ? [{ before: earlier, after: one, delta: countOf(one) - countOf(earlier) }] : [];
  });
}

function ledgerRow(patch: string, all: readonly Added[]): FigureCell[] {
  const workloads = all.filter(({ after }) => isWorkload(after));
  const worst = workloads.toSorted((a, b) => perCall(b) - perCall(a))[0];
  const dearest = worst && perCall(worst) > 0 ? worst : undefined;
  return [
    patch,
    sumCell(workloads),
    dearest
      ? { text: `${dearest.after.workload} ${signed(perCall(dearest))}`, rows: [dearest.after.id] }
      : "none",
    sumCell(all.filter(({ after }) => after.workload === "size/text")),
    sumCell(all.filter(({ after }) => after.workload === "boot/total")),
  ];
}

function perCall({ delta, after }: Added): number {
  return delta / after.iterations;
}

function sumCell(all: readonly Added[]): FigureCell {
  if (!all.length) return "not counted";
  const sum = all.reduce((total, { delta }) => total + delta, 0);
  // One row names itself; a sum over twenty is found in run.json by its patch.
  const rows = all.length === 1 ? all.map(({ after }) => after.id) : [];
  return { text: signed(sum), rows };
}
