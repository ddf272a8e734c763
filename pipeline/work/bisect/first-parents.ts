// The commits between two heads of one history, as `git bisect --first-parent` walks them.

import type { HeadPin, SourceTree } from "../../model/described/head.ts";
import { type Step, step } from "../../model/work/step.ts";
import { headsFolder, importHead } from "../../steps/source/import-head.ts";
import { Git } from "../../tools/git.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";
import { valueFrom } from "../value-from.ts";

type GitPin = Extract<HeadPin, { kind: "git" }>;

export type Commit = { readonly pin: GitPin; readonly subject: string };

/** From the old head on, both ends with it. Undefined where the new head did not grow out of the old one. */
export async function firstParents(
  session: Pick<Session, "run" | "store">,
  { from, to }: { from: HeadPin; to: HeadPin },
  onEvent: Show["onEvent"],
): Promise<Commit[] | undefined> {
  if (from.kind !== "git" || to.kind !== "git") return undefined;
  const [old, fresh] = [from, to].map((pin) => step(importHead, pin.ref, { pin }, {})) as [
    Step<SourceTree>,
    Step<SourceTree>,
  ];
  const traces = await session.run([old, fresh], onEvent);
  const [start, end] = [valueFrom(traces, old).commit, valueFrom(traces, fresh).commit];
  const git = new Git(session.store.kept(headsFolder));
  const commits = await commitsBetween(git, start, end);
  return commits?.map(({ commit, subject }) => ({ pin: { ...to, commit }, subject }));
}

/** First parents from one commit to the other, both with them. Undefined where the second did not grow out of the first. */
export async function commitsBetween(
  git: Git,
  start: string,
  end: string,
): Promise<{ commit: string; subject: string }[] | undefined> {
  const grew = await git.try({ args: ["merge-base", "--is-ancestor", start, end] });
  if (!grew.ok) return undefined;
  const walk = ["--first-parent", "--reverse", "--format=%H %s", `${start}..${end}`];
  const listed = await git.must("log", ...walk);
  const first = await git.must("log", "-1", "--format=%H %s", start);
  return [first, ...listed.split("\n").filter(Boolean)].map((line) => ({
    commit: line.slice(0, 40),
    subject: line.slice(41),
  }));
}
