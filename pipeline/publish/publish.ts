// Brings GitHub into the state that a run asks for. Looks before it writes: twice the same is once.

import type { Publication } from "../model/record/publication.ts";
import type { Github } from "../tools/github.ts";
import { converge } from "./converge.ts";
import { syncCertificates } from "./sync-certificates.ts";
import { syncCheck } from "./sync-check.ts";
import { syncNight } from "./sync-night.ts";
import { syncProblems } from "./sync-problems.ts";
import { defaultBranch, endRefresh, syncRefresh } from "./sync-refresh.ts";

/** `commit`: what the check is of. Gives what was done, a line each; none where nothing was missing. */
export async function publish(
  github: Github,
  publication: Publication,
  { commit, secondMs }: { commit: string; secondMs?: number },
): Promise<string[]> {
  const { check, refreshes, rebased, night, certificates } = publication;
  const steps: (() => Promise<string[]>)[] = [
    () => syncCheck(github, commit, check),
    () => syncProblems(github, publication),
    ...(night ? [() => syncNight(github, night)] : []),
    ...(certificates ? [() => syncCertificates(github, certificates)] : []),
    ...refreshes.map((one) => async () => syncRefresh(github, await defaultBranch(github), one)),
    ...rebased
      .filter((series) => !refreshes.some((one) => one.series === series))
      .map((series) => () => endRefresh(github, series)),
  ];
  const done: string[] = [];
  for (const step of steps) done.push(...(await converge(step, secondMs)));
  return done;
}
