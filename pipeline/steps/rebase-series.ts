// A series onto a head: patch by patch, in memory. A conflict does not end it: one run lists all that is in the way.

import type { Finding } from "../model/judge/finding.ts";
import type { SourceTree } from "../model/described/head.ts";
import { fail, type Outcome, pass } from "../model/judge/outcome.ts";
import type { PatchFile, RebasedSeries, ResolutionFile } from "../model/described/series.ts";
import type { StepKind } from "../model/work/step.ts";
import { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { commitOutside } from "./source/commit-outside.ts";
import { headsFolder } from "./source/import-head.ts";

type Params = {
  series: string;
  patches: readonly PatchFile[];
  resolutions: readonly ResolutionFile[];
};
type Inputs = {
  head: SourceTree;
  /** The head the series was written on: its blobs are where a three-way merge starts. */
  writtenOn: SourceTree;
};

export const rebaseSeries: StepKind<Params, Inputs, RebasedSeries> = {
  name: "rebase-series",
  version: 7,
  nature: "pure",
  pool: "io",
  outside: commitOutside(headsFolder),
  async run({ kept, workDir }, { series, ...of }, { head, writtenOn }) {
    // What applies patches is a fifth of the program, and most runs apply none.
    const { rebasedOnto } = await import("../rebase/rebased-onto.ts");
    const git = new Git(kept(headsFolder));
    const db = ObjectDatabase.of(git.dir);
    const rebased = await rebasedOnto({ git, db, workDir }, { ...of, head, writtenOn });
    db.flush();
    if (rebased.commit !== head.commit)
      await git.keep(`refs/twinboot/series/${series}/${rebased.commit}`, rebased.commit);
    return outcomeOf(series, rebased);
  },
};

function outcomeOf(series: string, rebased: RebasedSeries): Outcome<RebasedSeries> {
  const inTheWay = rebased.patches.filter(
    ({ result }) => result === "conflict" || result === "revisit",
  );
  if (!inTheWay.length) return pass(rebased);
  const names = inTheWay.map(({ patch }) => patch).join(", ");
  const finding: Finding = {
    reason: "conflict",
    fault: "series",
    summary: `${series}: ${names} ${inTheWay.length === 1 ? "does" : "do"} not apply`,
    detail: inTheWay.flatMap(
      ({ conflicts, patch }) => conflicts ?? [`${patch}: ${perhapsUpstream}`],
    ),
  };
  return fail(finding, rebased);
}

const perhapsUpstream = "it may be upstream, and nothing proves it: look at its evidence";
