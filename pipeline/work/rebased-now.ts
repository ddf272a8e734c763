// One series on one head as they stand now, with the record of it that a run would keep.

import { UserError } from "../model/errors.ts";
import type { Finding } from "../model/judge/finding.ts";
import type { HeadPin, SourceTree } from "../model/described/head.ts";
import { type PlannedRebase, targetsOf } from "../model/work/plan.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import type { RebasedSeries } from "../model/described/series.ts";
import type { Step } from "../model/work/step.ts";
import { headSteps } from "../plan/matrix/pins.ts";
import { plannedHeads, plannedRebases } from "../plan/matrix/rebases.ts";
import { runRecordOf } from "../plan/matrix/run-record.ts";
import { selectionOf } from "../plan/read/selection.ts";
import type { Session } from "./session.ts";
import { valueFrom } from "./value-from.ts";

export type RebasedNow = {
  readonly pin: HeadPin;
  /** Without prerequisites. */
  readonly head: SourceTree;
  /** With them: what the series is applied to. */
  readonly onto: SourceTree;
  /** The tree its author had. */
  readonly writtenOn: SourceTree;
  readonly rebased: RebasedSeries;
  /** Of the rebase alone. */
  readonly record: RunRecord;
};

const silent = (): void => undefined;

/** A finding where the series does not apply. */
export async function rebasedNow(
  session: Session,
  name: string,
  headName: string,
): Promise<RebasedNow | Finding> {
  const { descriptions: all } = session;
  const selection = selectionOf(all, { series: [name], head: [headName] });
  const steps = headSteps(all, selection);
  const seen = await session.run([...steps.values()], silent);
  const pins = { heads: new Map([...steps].map(([head, one]) => [head, valueFrom(seen, one)])) };
  const request = { all, selection, pins };
  const heads = plannedHeads(request).filter((head) => head.name === headName);
  const rebases = plannedRebases(request, plannedHeads(request));
  const plan = { heads, rebases, kernels: [], hypervisors: [], cells: [], skipped: [] };
  const [head] = heads;
  const [planned] = rebases;
  const inputs = planned && inputsOf(planned);
  if (!head || !planned || !inputs)
    throw new UserError(`${name} cannot be read`, "./twinboot plan says why");
  const { onto, writtenOn } = inputs;
  const traces = await session.run([...targetsOf(plan), head.imported, onto, writtenOn], silent);
  const failed = [onto, planned.rebased].find(
    (one) => traces.get(one.id)?.outcome.status === "fail",
  );
  const outcome = failed && traces.get(failed.id)?.outcome;
  if (outcome?.status === "fail") return outcome.finding;
  const { number, startedAt, host } = session;
  const ran = { run: number, startedAt, durationMs: 0, host, plan, traces };
  return {
    pin: head.pin,
    head: valueFrom(traces, head.imported),
    onto: valueFrom(traces, onto),
    writtenOn: valueFrom(traces, writtenOn),
    rebased: valueFrom(traces, planned.rebased),
    record: runRecordOf({ ...ran, platforms: all.platforms }),
  };
}

/** Undefined of a series that cannot be read. */
function inputsOf({ rebased }: PlannedRebase) {
  const { head: onto, writtenOn } = rebased.inputs as Partial<
    Record<"head" | "writtenOn", Step<SourceTree>>
  >;
  return onto && writtenOn ? { onto, writtenOn } : undefined;
}
