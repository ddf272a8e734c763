// The tests of a KCIDB report: the boot, the guest's own tests, and each figure as a number.

import type { Metric } from "../../model/cost/metric.ts";
import { medianOf } from "../../model/cost/ratio-interval.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import type { Json, JsonObject } from "../../model/json.ts";
import { kcidbBootId, kcidbBuildId, kcidbId, kcidbOrigin } from "./kcidb-ids.ts";
import { statusOf } from "./verdict-status.ts";
import { oneLine } from "../safe/visible-text.ts";
import { emulatorInWords, kernelTools } from "./kernel-tools.ts";

export function kcidbTests(run: RunRecord, cells: readonly RunCell[]): Json[] {
  const rows = new Set(cells.map((cell) => kcidbBuildId(run, cell)));
  const metrics = (run.metrics ?? []).filter((metric) => rows.has(kcidbBuildId(run, metric)));
  return [
    ...cells.flatMap((cell) => [bootTest(run, cell), ...guestTests(run, cell)]),
    ...metrics.map((metric) => metricTest(run, metric)),
  ];
}

/** The dashboard takes what is called `boot` for a boot. */
function bootTest(run: RunRecord, cell: RunCell): Json {
  const { finding, evidence } = cell;
  return {
    ...common(run, cell, cellMisc(cell)),
    id: kcidbBootId(run, cell),
    path: "boot",
    status: statusOf(cell),
    ...(finding ? { comment: oneLine(finding.summary) } : {}),
    ...(evidence.bootSeconds === undefined ? {} : { duration: evidence.bootSeconds }),
    ...(finding?.line ? { log_excerpt: oneLine(finding.line.text, 2000) } : {}),
    ...(evidence.console ? { misc: { console_sha256: evidence.console.digest } } : {}),
  };
}

const results = { pass: "PASS", fail: "FAIL", skip: "SKIP" } as const;

function guestTests(run: RunRecord, cell: RunCell): Json[] {
  const shared = common(run, cell, cellMisc(cell));
  return (cell.evidence.tests ?? []).map(({ name, result, detail }, at) =>
    Object.assign({}, shared, {
      id: kcidbId(run, "test", kcidbBootId(run, cell), at),
      path: pathOf(name.startsWith("kunit") ? name : `twinboot.${name}`),
      status: results[result],
      comment: oneLine(detail),
    }),
  );
}

function metricTest(run: RunRecord, metric: Metric): Json {
  return {
    ...common(run, metric),
    id: kcidbId(run, "metric", metric.id),
    path: pathOf(`twinboot.perf.${metric.workload}`),
    status: "DONE",
    number: { value: medianOf(metric.values), unit: metric.unit },
    misc: { row: metric.id, class: metric.class, samples: metric.values.length },
  };
}

function cellMisc({ realness, evidence: { accelerator } }: RunCell): JsonObject {
  return { realness, ...(accelerator ? { accelerator } : {}) };
}

/** The dashboard groups by `platform` and `lab`. */
function common(
  run: RunRecord,
  subject: Pick<RunCell, "head" | "series" | "flavour" | "platform">,
  more: JsonObject = {},
): JsonObject {
  const platform = oneLine(subject.platform);
  const { head, series, flavour } = subject;
  const kernel = run.kernels.find(
    (one) => one.head === head && one.series === series && one.flavour === flavour,
  );
  const runtime = oneLine(emulatorInWords(kernelTools(run, kernel)));
  return {
    build_id: kcidbBuildId(run, subject),
    origin: kcidbOrigin,
    start_time: run.startedAt,
    environment: {
      comment: `${platform}, ${runtime}`,
      misc: { platform, lab: kcidbOrigin, runtime, ...more },
    },
  };
}

/** Dots between words of letters, digits, `_` and `-`; no slashes. */
function pathOf(name: string): string {
  const words = name
    .slice(0, 300)
    .split(/[./]+/u)
    .map((word) => word.replace(/[^A-Za-z0-9_-]+/gu, "_").slice(0, 100))
    .filter(Boolean);
  return words.join(".");
}
