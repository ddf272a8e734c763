// One line, tried until there is an answer.

import { bisected, nextTrial, type Trial } from "../../model/search/bisect.ts";
import type { Searched } from "../../report/text/bisect-text.ts";

export type Line = Pick<Searched, "of" | "where" | "points"> & {
  readonly try: (point: number) => Promise<Trial>;
};

export async function searched(
  { try: tryAt, ...line }: Line,
  tell: (point: string, trial: Trial) => void,
): Promise<Searched> {
  const trials = new Map<number, Trial>();
  const last = line.points.length - 1;
  for (let at = nextTrial(last, trials); at !== undefined; at = nextTrial(last, trials)) {
    const trial = await tryAt(at);
    trials.set(at, trial);
    tell(line.points[at] ?? "", trial);
  }
  return { ...line, trials, answer: bisected(last, trials) };
}
