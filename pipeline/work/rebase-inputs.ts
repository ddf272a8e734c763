// One series and one head -> the trees that a rebase starts from.

import { UserError } from "../model/errors.ts";
import { pinInWords, type SourceTree } from "../model/described/head.ts";
import type { Step } from "../model/work/step.ts";
import { headSteps } from "../plan/matrix/pins.ts";
import { plannedHeads, plannedRebases } from "../plan/matrix/rebases.ts";
import { seriesNamed } from "../plan/read/series-named.ts";
import { selectionOf } from "../plan/read/selection.ts";
import type { Session } from "./session.ts";
import type { Show } from "./show.ts";
import { valueFrom } from "./value-from.ts";

export type RebaseInputs = {
  /** With its prerequisites on it. */
  readonly head: SourceTree;
  readonly writtenOn: SourceTree;
  /** Where the head stands, in words. */
  readonly pin: string;
};

/** Looks where the head stands, imports it and the head that the series was written on. */
export async function rebaseInputs(
  session: Session,
  { series, head }: { series: string; head: string },
  { onEvent }: Pick<Show, "onEvent">,
): Promise<RebaseInputs> {
  const { descriptions: all } = session;
  seriesNamed(all, series);
  const selection = selectionOf(all, { series: [series], head: [head] });
  const steps = headSteps(all, selection);
  const seen = await session.run([...steps.values()], onEvent);
  const pins = { heads: new Map([...steps].map(([name, one]) => [name, valueFrom(seen, one)])) };
  const request = { all, selection, pins };
  const [planned] = plannedRebases(request, plannedHeads(request));
  const { head: onto, writtenOn } = (planned?.rebased.inputs ?? {}) as Partial<
    Record<"head" | "writtenOn", Step<SourceTree>>
  >;
  const pin = pins.heads.get(head);
  if (!onto || !writtenOn || !pin) throw new Error(`${series} was not planned on ${head}`);
  const traces = await session.run([onto, writtenOn], onEvent);
  const conflict = [onto, writtenOn].find(({ id }) => traces.get(id)?.outcome.status === "fail");
  if (conflict)
    throw new UserError(`${conflict.label} itself has a conflict`, "resolve that one first");
  return {
    head: treeFrom(valueFrom(traces, onto)),
    writtenOn: treeFrom(valueFrom(traces, writtenOn)),
    pin: pinInWords(pin),
  };
}

function treeFrom({ commit, tree, release }: SourceTree): SourceTree {
  return { commit, tree, release };
}
