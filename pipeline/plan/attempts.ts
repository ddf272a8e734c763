// The second plan of a run: the cells whose first boot did not pass, each booted again. Pure, as the first one is.

import type { BootAgain, BootRecord } from "../model/boot-record.ts";
import { defaultAttempts } from "../model/attempts.ts";
import type { Digest } from "../model/digest.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { Judgement } from "../model/judge.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Plan, PlannedCell } from "../model/plan.ts";
import type { GuestPlatform } from "../model/platform.ts";
import { type Step, step } from "../model/step.ts";
import type { Trace } from "../model/trace.ts";
import { wanted } from "./wanted.ts";

export type PlannedAttempt = {
  /** The first judging step of the cell. */
  readonly of: Digest;
  /** From 2 on. */
  readonly attempt: number;
  readonly booted: Step<BootRecord>;
  readonly judged: Step<Judgement>;
};

type Traces = ReadonlyMap<Digest, Trace>;

/** Boots only: what does not apply or build will not do so the second time. A shared boot has the failed guests alone. */
export function plannedAttempts(
  plan: Plan,
  traces: Traces,
  attempts = defaultAttempts,
): PlannedAttempt[] {
  const failed = plan.cells.filter(({ judged }) => !passed(traces, judged));
  const numbers = Array.from({ length: attempts - 1 }, (_, index) => index + 2);
  return numbers.flatMap((attempt) =>
    failed.map((cell) => {
      const booted = bootedAgain(cell, failed, { attempt, after: nonceOf(traces, cell) });
      const inputs = { ...cell.judged.inputs, booted };
      return { of: cell.judged.id, attempt, booted, judged: again(cell.judged, attempt, inputs) };
    }),
  );
}

/** What was never judged has nothing to be booted again. */
function passed(traces: Traces, judged: Step<Judgement>): boolean {
  const outcome = traces.get(judged.id)?.outcome as Outcome<Judgement> | undefined;
  return outcome?.status !== "pass" || outcome.value.verdict === "pass";
}

function nonceOf(traces: Traces, { booted }: PlannedCell): string {
  const outcome = wanted(traces.get(booted.id), booted.label).outcome as Outcome<BootRecord>;
  if (outcome.status !== "pass") throw new Error(`${booted.label} was judged and not booted`);
  return outcome.value.host?.nonce ?? outcome.value.nonce;
}

function bootedAgain(
  { booted }: PlannedCell,
  failed: readonly PlannedCell[],
  how: BootAgain,
): Step<BootRecord> {
  const whole = booted.inputs["shared"];
  if (!whole) return again(booted, how.attempt, booted.inputs, { again: how });
  const sharing = failed.filter((one) => one.booted.inputs["shared"]?.id === whole.id);
  const names = new Set(sharing.map(({ platform }) => platform));
  const all = whole.params["guests"] as unknown as readonly GuestPlatform[];
  const guests = all.filter(({ platform }) => names.has(platform));
  const shared = again(whole, how.attempt, whole.inputs, { guests, again: how });
  return again(booted, how.attempt, { shared });
}

function again<V extends Json>(
  of: Step<V>,
  attempt: number,
  inputs: Readonly<Record<string, Step>>,
  change: JsonObject = {},
): Step<V> {
  const repeated = step(of.kind, "", { ...of.params, ...change }, inputs);
  return { ...repeated, label: `${of.label}, attempt ${attempt}` };
}
