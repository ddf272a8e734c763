// Which steps that were taken from another machine are done again here. Drawn so that no machine can know it beforehand.

import { createHmac } from "node:crypto";
import { type Digest, digestOfValue } from "../../model/digest.ts";
import type { Finding } from "../../model/judge/finding.ts";
import { canonicalJson } from "../../model/json.ts";
import { fail, type Outcome, pass } from "../../model/judge/outcome.ts";
import type { Taken } from "../../model/record/taken.ts";
import type { Trace } from "../../model/record/trace.ts";
import { type Step, step } from "../../model/work/step.ts";
import { required } from "../required.ts";

export type RemadeStep = {
  readonly label: string;
  /** Of the trace that was taken. */
  readonly key: Digest;
  readonly taken: Taken;
  readonly again: Step;
};

type Ran = { readonly run: number; readonly traces: ReadonlyMap<Digest, Trace> };

/**
 * One of each hundred pure steps that this run took, and at least one. A boot is another one each time it is done, so
 * that nothing of it could be compared. `seed`: the store's own secret.
 */
export function remadeSteps(steps: readonly Step[], ran: Ran, seed: string): RemadeStep[] {
  const taken = steps.filter((one) => one.kind.nature === "pure" && isTaken(ran, one));
  const lot = ({ id }: Step): string =>
    createHmac("sha256", seed).update(`taken ${ran.run} ${id}`).digest("hex");
  const drawn = taken.toSorted((one, other) => (lot(one) < lot(other) ? -1 : 1));
  return drawn.slice(0, Math.ceil(drawn.length / 100)).map((one) => remade(one, ran));
}

function isTaken({ run, traces }: Ran, { id }: Step): boolean {
  const trace = traces.get(id);
  return trace?.taken !== undefined && trace.run === run;
}

/** The run's number is in the key: what another machine made again says nothing of what was taken here. */
function remade(of: Step, { run, traces }: Ran): RemadeStep {
  const trace = required(traces.get(of.id), of.label);
  const taken = required(trace.taken, of.label);
  const key = required(trace.key, of.label);
  const { kind, params, inputs, label } = of;
  const again: Step["kind"] = {
    ...kind,
    name: "make-again",
    version: 1,
    nature: "recorded",
    reads: (values) => ({ ...values, run, key, outcome: digestOfValue(factsOf(trace.outcome)) }),
    run: async (context, given, values) =>
      compared(label, trace, await kind.run(context, given, values)),
  };
  return { label, key, taken, again: step(again, label, { params, run, key }, inputs) };
}

function compared(label: string, { outcome, taken }: Trace, again: Outcome): Outcome {
  if (again.status === "error" || again.status === "blocked") return again;
  const [theirs, ours] = [canonicalJson(factsOf(outcome)), canonicalJson(factsOf(again))];
  return theirs === ours ? pass({ same: true }) : fail(differs(label, taken, [theirs, ours]));
}

/** What other steps are made from. */
function factsOf(outcome: Outcome) {
  const value = "value" in outcome ? { value: outcome.value } : {};
  const reason = outcome.status === "fail" ? { reason: outcome.finding.reason } : {};
  return { status: outcome.status, ...value, ...reason };
}

function differs(
  label: string,
  taken: Taken | undefined,
  [theirs, ours]: readonly [string, string],
): Finding {
  return {
    reason: "differs-elsewhere",
    fault: "infrastructure",
    summary: `${label} comes out otherwise here than as ${taken?.signer ?? "another machine"} signed it`,
    detail: [`taken from ${taken?.from ?? "elsewhere"}: ${shown(theirs)}`, `here: ${shown(ours)}`],
  };
}

function shown(json: string): string {
  return json.length > 2000 ? `${json.slice(0, 2000)}...` : json;
}
