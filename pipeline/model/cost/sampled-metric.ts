// Boots that were timed -> a row of `metrics`. Under TCG a second is the translator's, so its times never become a row.

import { type Metric, metricId, type MetricSubject } from "./metric.ts";
import type { BootRecord } from "../boot/boot-record.ts";
import type { PlannedBoot } from "../boot/boot-order.ts";
import { median } from "simple-statistics";

export type TimedBoot = {
  readonly planned: PlannedBoot;
  readonly record: BootRecord;
  /** What the guest timed, a value for each iteration, in `unit` of the subject. */
  readonly values: readonly number[];
};

export type SampledRow =
  | { readonly metric: Metric }
  /** Why these times cannot be used. */
  | { readonly refused: string };

/** The boots of one arm, in their order. `iterations`: how often the workload ran for one value. */
export function sampledMetric(
  subject: MetricSubject & Pick<Metric, "kernel" | "iterations">,
  boots: readonly TimedBoot[],
): SampledRow {
  const emulated = boots.find(({ record }) => record.accelerator === "tcg");
  if (emulated)
    return {
      refused: `booted with TCG: its times are the translator's (${emulated.record.kvmProof})`,
    };
  const counted = boots.filter(({ planned, values }) => !planned.discarded && values.length);
  if (!counted.length) return { refused: "no boot that counts gave a value" };
  const metric: Metric = {
    ...subject,
    id: metricId(subject),
    class: "sampled",
    accelerator: "kvm",
    values: counted.map(({ values }) => median([...values])),
    evidence: counted.map(({ record }) => record.console.digest),
  };
  return { metric };
}
