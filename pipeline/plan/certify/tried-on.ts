// A cell and its boots -> what a certificate says of them.

import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { TriedPlatform } from "../../model/certify/certified-platform.ts";
import { settled } from "../../model/judge/attempts.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { Outcome } from "../../model/judge/outcome.ts";
import type { PlannedCell } from "../../model/work/plan.ts";
import type { Digest } from "../../model/digest.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { PlannedAttempt } from "../matrix/attempts.ts";
import { outcomeOf, valueOf } from "../matrix/trace-values.ts";

type Ran = {
  readonly traces: ReadonlyMap<Digest, Trace>;
  readonly attempts: readonly PlannedAttempt[];
};

/** One boot of a platform; `record`: undefined where the machine could not do it. */
export type JudgedBoot = {
  readonly record: BootRecord | undefined;
  readonly outcome: Outcome<Judgement>;
};

/** In order. */
export function bootsOf(ran: Ran, cell: PlannedCell): JudgedBoot[] {
  const later = ran.attempts.filter(({ of }) => of === cell.judged.id);
  return [cell, ...later].map(({ booted, judged }) => ({
    record: valueOf(ran, booted),
    outcome: outcomeOf(ran, judged),
  }));
}

/** By the boot that speaks for the cell, as for any other cell; undefined where that one was not judged. */
export function triedBy(boots: readonly JudgedBoot[]): TriedPlatform | undefined {
  const { speaks } = settled(boots.map(({ outcome }) => outcome));
  const { record, outcome } = boots[speaks] ?? {};
  if (!record || outcome?.status !== "pass") return undefined;
  const { console, accelerator, seconds } = record;
  return {
    how: "judged",
    judgement: outcome.value,
    boots: boots.length,
    console,
    accelerator,
    bootSeconds: seconds,
  };
}

/** Its host could not be made, or the machine failed: that says nothing of the kernel. */
export function notJudged(ran: Ran, { judged }: PlannedCell): TriedPlatform {
  const own = outcomeOf(ran, judged);
  const by = own.status === "blocked" ? ran.traces.get(own.by)?.outcome : own;
  const why =
    by?.status === "error"
      ? by.message
      : by?.status === "fail"
        ? by.finding.summary
        : "an earlier step did not end";
  return { how: "not-tried", why, fault: "infrastructure" };
}
