// The metrics of a run as a plain table: a row for each workload, a column for each kernel and platform.

import type { Metric } from "../model/metric.ts";
import type { RunRecord } from "../model/run-record.ts";

export function metricsText({ metrics = [] }: RunRecord): string {
  const columns = [...new Set(metrics.map(columnOf))];
  const workloads = [...new Set(metrics.map(({ workload }) => workload))];
  const rows = workloads.map((workload) =>
    [workload].concat(columns.map((column) => cellOf(metrics, workload, column))),
  );
  const table = [["", ...columns], ...rows];
  const widths = ["", ...columns].map((_, at) =>
    Math.max(...table.map((row) => row[at]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row.map((text, at) => padded(text, widths[at] ?? 0, at)).join("  "),
  );
  return [...lines, ...demotions(metrics), limits].join("\n");
}

const limits =
  "instructions, bytes for sizes; no time: no caches, no branch predictor, one CPU. ~: two boots differed";

function columnOf({ series, patches, head, flavour, platform }: Metric): string {
  const some = patches === undefined ? "" : `:${patches}`;
  return `${head}/${flavour}/${platform}/${series}${some}`;
}

function cellOf(metrics: readonly Metric[], workload: string, column: string): string {
  const found = metrics.find((one) => one.workload === workload && columnOf(one) === column);
  if (!found) return "";
  return `${found.demoted ? "~" : ""}${found.values[0] ?? ""}`;
}

function padded(text: string, width: number, at: number): string {
  return at === 0 ? text.padEnd(width) : text.padStart(width);
}

function demotions(metrics: readonly Metric[]): string[] {
  return metrics.flatMap(({ demoted, workload, platform, series }) =>
    demoted ? [`~ ${workload} on ${platform}, ${series}: ${demoted}`] : [],
  );
}
