// The charts of metrics: a step for an exact count, as it stays until something moves it.

import type { EChartsOption } from "echarts";
import type { Metric } from "../../model/cost/metric.ts";
import { chartSvg } from "./chart-svg.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { oneLine } from "../safe/visible-text.ts";

/** `counts` by run; `undefined` where the run did not take it. */
export function metricSteps(
  metric: Metric,
  runs: readonly number[],
  counts: readonly (number | undefined)[],
): Html {
  const { workload, head, series, platform, unit } = metric;
  const name = oneLine(`${workload}, ${head} ${series} on ${platform}`, 160);
  const taken = counts.filter((count) => count !== undefined);
  const words = `${name}: ${taken.length} counts, from ${taken.at(0)} to ${taken.at(-1)} ${unit}, least ${Math.min(...taken)}, most ${Math.max(...taken)}`;
  const chart = chartSvg(steps(runs, counts), { width: 640, height: 200 }, words);
  return markup`<div class="charted"><h3>${name} <small>${unit}</small></h3>${chart}</div>`;
}

function steps(runs: readonly number[], counts: readonly (number | undefined)[]): EChartsOption {
  const axis = {
    axisLabel: { color: "var(--soft)" },
    axisLine: { lineStyle: { color: "var(--rule)" } },
    axisTick: { show: false },
  };
  return {
    grid: { left: 90, right: 16, top: 12, bottom: 28 },
    xAxis: { ...axis, type: "category", data: runs.map(String) },
    yAxis: {
      ...axis,
      type: "value",
      scale: true,
      splitLine: { lineStyle: { color: "var(--rule)" } },
    },
    series: [
      {
        type: "line",
        step: "end",
        connectNulls: true,
        showSymbol: false,
        color: "var(--link)",
        data: counts.map((count) => count ?? null),
      },
    ],
  };
}
