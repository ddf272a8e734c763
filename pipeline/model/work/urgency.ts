// Which of many waiting steps goes first, wherever it is done.

import type { Digest } from "../digest.ts";
import { baseRow } from "../described/series.ts";
import { stepsOf } from "./plan.ts";
import type { Step } from "./step.ts";

/**
 * Step id -> place, from 1 on: what no series made before what one did, as others are compared with it; then what most
 * work waits for; then the short before the long. `expected`: milliseconds.
 */
export function urgencyOf(
  targets: readonly Step[],
  expected: (step: Step) => number,
): ReadonlyMap<Digest, number> {
  const steps = stepsOf(targets);
  const after = chainsAfter(steps, expected);
  const patched = patchedIn(steps);
  const ranked = steps.map((step) => ({
    id: step.id,
    patched: Number(patched.has(step.id)),
    waiting: after.get(step.id) ?? 0,
    takes: expected(step),
  }));
  const sorted = ranked.toSorted(
    (a, b) => a.patched - b.patched || b.waiting - a.waiting || a.takes - b.takes,
  );
  return new Map(sorted.map(({ id }, at) => [id, at + 1]));
}

/** Milliseconds of the longest chain of steps that begins when this one ends. */
function chainsAfter(
  steps: readonly Step[],
  expected: (step: Step) => number,
): ReadonlyMap<Digest, number> {
  const after = new Map<Digest, number>();
  for (const step of steps.toReversed()) {
    const through = (after.get(step.id) ?? 0) + expected(step);
    for (const { id } of Object.values(step.inputs))
      after.set(id, Math.max(after.get(id) ?? 0, through));
  }
  return after;
}

/** Those with a series' patches in them, or before them. */
function patchedIn(steps: readonly Step[]): ReadonlySet<Digest> {
  const patched = new Set<Digest>();
  for (const { id, params, inputs } of steps) {
    const own = "patches" in params || (params["series"] ?? baseRow) !== baseRow;
    if (own || Object.values(inputs).some((input) => patched.has(input.id))) patched.add(id);
  }
  return patched;
}
