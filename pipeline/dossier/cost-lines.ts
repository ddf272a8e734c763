// What a series costs, for a mail: exact counts, native first, and how far they carry.

import { baseRow } from "../model/described/series.ts";
import { costComparisons, countOf, type CostPair, isWorkload } from "../report/cost/cost-rows.ts";
import { exactPairs } from "../report/cost/exact-tables.ts";
import { grouped, percentOf, signed } from "../report/cost/numbers.ts";
import { limits } from "../report/cost/performance.ts";
import { sampledRows } from "../report/cost/sampled-table.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";
import { type Evidence, isBare } from "./evidence.ts";
import { textColumns } from "./text-columns.ts";

/** What a reader would else take for a cost of the series. */
const layout =
  "A count is of all that ran: workloads that switch, fork or map move by some per cent with any other kernel image, as timers and allocations fall elsewhere; the others move with the code alone.";

const numbers = new Set([1, 2, 3, 4]);

/** Whole on bare hardware; elsewhere what differs, and how much does not. */
export function costLines(evidence: Evidence): string[] {
  const { counts, series, head } = evidence;
  const comparison =
    counts && costComparisons(counts).find((one) => one.series === series && one.head === head);
  if (!counts || !comparison) return ["What the series costs was not counted."];
  const workloads = exactPairs(comparison).filter(({ series: one }) => isWorkload(one));
  const sizes = exactPairs(comparison).filter(({ series: one }) =>
    one.workload.startsWith("size/"),
  );
  const platforms = [...new Set(workloads.map(({ series: one }) => one.platform))];
  const ordered = platforms.toSorted((a, b) => Number(isBare(b)) - Number(isBare(a)));
  const tables = ordered.flatMap((platform) =>
    platformLines(
      platform,
      workloads.filter(({ series: one }) => one.platform === platform),
    ),
  );
  const kernel = table("The kernel, in bytes:", sizes);
  return [
    wrapped("Instructions without and with the series, each counted in two boots that agreed:"),
    "",
    ...tables,
    ...kernel,
    ...demotedLines(evidence),
    ...sampledLines(comparison),
    wrapped(`${limits} ${layout}`),
  ];
}

function platformLines(platform: string, pairs: readonly CostPair[]): string[] {
  const name = oneLine(platform, 30);
  if (isBare(platform)) return table(`${name} (native):`, pairs);
  const differ = pairs.filter(({ base, series }) => countOf(base) !== countOf(series));
  const equal = `${name}: ${pairs.length - differ.length} of ${pairs.length} equal`;
  return differ.length ? table(`${equal}; the others:`, differ) : [equal, ""];
}

/** Counts of another QEMU or CPU model are not compared. */
function table(title: string, pairs: readonly CostPair[]): string[] {
  if (!pairs.length) return [];
  const rows = pairs.map(({ base, series }) => {
    const [before, after] = [countOf(base), countOf(series)];
    const isComparable = JSON.stringify(base.under) === JSON.stringify(series.under);
    const change = isComparable
      ? [signed(after - before), percentOf(after / before)]
      : ["not comparable", ""];
    return [series.workload, grouped(before), grouped(after), ...change];
  });
  const head = ["", "without", "with", "delta", ""];
  return [title, ...textColumns([head, ...rows], numbers), ""];
}

function demotedLines({ counts, series, head }: Evidence): string[] {
  const demoted = (counts?.metrics ?? []).filter(
    (one) =>
      one.demoted !== undefined &&
      one.head === head &&
      (one.series === series || one.series === baseRow),
  );
  if (!demoted.length) return [];
  const places = [...Map.groupBy(demoted, ({ platform }) => platform)].map(([platform, rows]) => {
    const workloads = new Set(rows.map(({ workload }) => workload));
    return `${[...workloads].join(", ")} on ${platform}`;
  });
  const words = `Two counts of the same differed, so these are compared with nothing: ${places.join("; ")}.`;
  return [wrapped(oneLine(words, 2000)), ""];
}

function sampledLines(comparison: Parameters<typeof sampledRows>[0]): string[] {
  const rows = sampledRows(comparison).map(({ pair, ratio, verdict, interval95: [low, high] }) => [
    `${pair.series.workload} on ${pair.series.platform}`,
    percentOf(ratio),
    `${percentOf(low)}..${percentOf(high)}`,
    verdict,
  ]);
  if (!rows.length) return [];
  return [
    "Time under KVM, medians over interleaved boots:",
    ...textColumns([["", "delta", "95 %", ""], ...rows], new Set([1, 2])),
    "",
  ];
}
