// The charts of what a run measured. Colours are the page's, so that they read in light and in dark.

import type { EChartsOption } from "echarts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { chartSvg } from "./chart-svg.ts";
import { type CostComparison, countOf, isWorkload } from "../cost/cost-rows.ts";
import { exactPairs, threeCosts, titleOf } from "../cost/exact-tables.ts";
import type { Html } from "../safe/html-escape.ts";
import { sampledRows } from "../cost/sampled-table.ts";
import { oneLine } from "../safe/visible-text.ts";

const [ink, soft, rule] = ["var(--ink)", "var(--soft)", "var(--rule)"];
/** Half-tones with three to one against a light and a dark page, told apart by red-green-blind eyes. */
const hues = ["#3f7fc4", "#b5791a", "#8f66bd", "#2f8f83", "#b8577a", "#7a7f33"];
const label = { color: soft, fontFamily: "system-ui, sans-serif", fontSize: 12 };
const width = 960;
const most = 30;

type Mark = {
  readonly name: string;
  readonly at: number;
  readonly low: number;
  readonly high: number;
};

/** A point and its 95 % interval for each metric, in per cent of the base, and the margin as a band. */
export function ratioForest(
  comparison: CostComparison,
  kind: "exact" | "sampled",
): Html | undefined {
  const marks = (kind === "exact" ? exactMarks(comparison) : sampledMarks(comparison))
    .slice(0, most)
    .toReversed();
  if (!marks.length) return undefined;
  const reach = Math.max(
    2 * comparison.margin,
    ...marks.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]),
  );
  const option: EChartsOption = {
    grid: { left: 300, right: 40, top: 24, bottom: 44 },
    xAxis: { ...valueAxis("% of the base"), min: -round(reach), max: round(reach) },
    yAxis: nameAxis(marks.map(({ name }) => name)),
    series: [
      {
        type: "custom",
        data: marks.map(({ low, high }, at) => [low, high, at]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (_, api) => {
          const [x1 = 0, y = 0] = api.coord([api.value(0), api.value(2)]);
          const [x2 = 0] = api.coord([api.value(1), api.value(2)]);
          return {
            type: "line",
            shape: { x1, y1: y, x2, y2: y },
            style: { stroke: hues[0] ?? ink, lineWidth: 2 },
          };
        },
      },
      {
        type: "scatter",
        data: marks.map(({ at }, index) => [at, index]),
        symbolSize: 8,
        itemStyle: { color: hues[0] ?? ink },
        markArea: {
          silent: true,
          itemStyle: { color: soft, opacity: 0.12 },
          data: [[{ xAxis: -comparison.margin }, { xAxis: comparison.margin }]],
        },
        markLine: {
          silent: true,
          symbol: "none",
          label: { show: false },
          lineStyle: { color: soft, type: "solid", width: 1 },
          data: [{ xAxis: 0 }],
        },
      },
    ],
  };
  const words = `${titleOf(comparison)}: ${marks.length} ratios to the base, ${kind}; the band is the margin of ${comparison.margin} %.`;
  return chartSvg(option, { width, height: 80 + 22 * marks.length }, words);
}

function exactMarks(comparison: CostComparison): Mark[] {
  return exactPairs(comparison)
    .filter(({ base, series }) => isWorkload(series) && countOf(base) !== countOf(series))
    .map(({ base, series }) => {
      const at = percentAbove(countOf(series) / countOf(base));
      return { name: `${series.workload} ${series.platform}`, at, low: at, high: at };
    })
    .toSorted((a, b) => b.at - a.at);
}

function sampledMarks(comparison: CostComparison): Mark[] {
  return sampledRows(comparison).map(({ pair: { series }, ratio, interval95: [low, high] }) => ({
    name: `${series.workload} ${series.platform}`,
    at: percentAbove(ratio),
    low: percentAbove(low),
    high: percentAbove(high),
  }));
}

/** What is added to native, in per cent of it: paravirt, the series, the first hypervisor. */
export function costBars(run: RunRecord, comparison: CostComparison): Html | undefined {
  const costs = threeCosts(run, comparison).slice(0, most).toReversed();
  if (!costs.length) return undefined;
  const under = costs.flatMap((one) => one.under.map(({ platform }) => platform))[0];
  const layers = [
    { name: "paravirt on native", of: (one: Cost) => part(one, one.native, one.paravirt) },
    { name: "the series on native", of: (one: Cost) => part(one, one.paravirt, one.bare) },
    ...(under === undefined
      ? []
      : [
          {
            name: `under ${under}`,
            of: (one: Cost) =>
              part(
                one,
                one.bare,
                one.under.find(({ platform }) => platform === under),
              ),
          },
        ]),
  ];
  const option: EChartsOption = {
    legend: { top: 0, left: 0, textStyle: label, itemGap: 36, itemWidth: 12, itemHeight: 12 },
    grid: { left: 220, right: 40, top: 40, bottom: 44 },
    xAxis: valueAxis("% of native"),
    yAxis: nameAxis(costs.map(({ workload }) => workload)),
    series: layers.map(({ name, of }, at) => ({
      type: "bar",
      name,
      stack: "costs",
      barWidth: 12,
      itemStyle: { color: hues[at] ?? ink },
      data: costs.map(of),
    })),
  };
  const words = `${titleOf(comparison)}: what paravirt, the series and ${under ?? "no hypervisor"} add to each of ${costs.length} workloads.`;
  return chartSvg(option, { width, height: 100 + 22 * costs.length }, words);
}

type Cost = ReturnType<typeof threeCosts>[number];
type Row = Cost["bare"] | undefined;

function part({ native, paravirt }: Cost, from: Row, to: Row): number {
  if (!from || !to) return 0;
  return ((countOf(to) - countOf(from)) / countOf(native ?? paravirt)) * 100;
}

function valueAxis(name: string) {
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameGap: 28,
    nameTextStyle: label,
    axisLabel: label,
    axisLine: { show: false },
    splitLine: { lineStyle: { color: rule } },
  } as const;
}

function nameAxis(names: readonly string[]) {
  return {
    type: "category",
    data: names.map((name) => oneLine(name, 44)),
    axisLabel: { ...label, color: ink },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: rule } },
  } as const;
}

function percentAbove(ratio: number): number {
  return (ratio - 1) * 100;
}

/** The axis ends on a whole number, where it has a tick. */
function round(percent: number): number {
  return Math.ceil(percent);
}
