// Several boots of one cell, and which of them speaks for it. A loaded machine makes a guest late; a race is a bug.

import { isAbsence } from "./finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Judgement } from "./judge.ts";
import type { Outcome } from "./outcome.ts";

/** How often a cell is booted that does not pass at once. */
export const defaultAttempts = 3;

export type Settled = {
  /** The attempt, counted from 0, whose verdict and evidence are the cell's. */
  readonly speaks: number;
  /** It passes, and not every boot did. */
  readonly unstable: boolean;
  /** The same finding in every boot of several. */
  readonly always: boolean;
};

type Failure = { readonly at: number; readonly problem: string; readonly absence: boolean };

/**
 * Where most boots pass and nothing but time ran out in the others, the cell passes and is unstable. What was said on
 * a console or in a test decides even once. Else the finding most often seen; of equals the said one, then the first.
 */
export function settled(attempts: readonly Outcome<Judgement>[]): Settled {
  const passes = attempts.flatMap((outcome, at) => (isPass(outcome) ? [at] : []));
  const failures = attempts.flatMap(failureOf);
  const outvoted = passes.length > failures.length;
  const deciding = outvoted ? failures.filter(({ absence }) => !absence) : failures;
  const [worst] = deciding.toSorted((a, b) => weight(deciding, b) - weight(deciding, a));
  const same = worst ? failures.filter(({ problem }) => problem === worst.problem) : [];
  return {
    speaks: worst?.at ?? passes[0] ?? 0,
    unstable: !worst && passes.length > 0 && failures.length > 0,
    always: same.length > 1 && same.length === attempts.length,
  };
}

function isPass(outcome: Outcome<Judgement>): boolean {
  return outcome.status === "pass" && outcome.value.verdict === "pass";
}

/** A boot that the machine could not do proves nothing either way. */
function failureOf(outcome: Outcome<Judgement>, at: number): Failure[] {
  const finding = outcome.status === "pass" ? outcome.value.finding : undefined;
  return finding ? [{ at, problem: fingerprintOf(finding), absence: isAbsence(finding) }] : [];
}

function weight(among: readonly Failure[], { problem, absence }: Failure): number {
  return among.filter((one) => one.problem === problem).length + (absence ? 0 : 0.5);
}
