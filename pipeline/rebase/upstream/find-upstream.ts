// What of a series is in a head already: each rung of the ladder is evidence, and says what was seen.

import type { UpstreamEvidence } from "../model/patch-result.ts";
import type { ParsedPatch } from "../parse/patch.ts";
import type { Git } from "../tools/git.ts";
import type { ObjectDatabase } from "../tools/object-database.ts";
import { changedHunks } from "./changed-lines.ts";
import { exactRungs } from "./exact-rungs.ts";
import { fuzzyRungs } from "./fuzzy-rungs.ts";
import { headFiles, pathsOf } from "./head-files.ts";
import { patchIds } from "../parse/patch-id.ts";
import { landedPatches } from "./reverse-apply.ts";
import { type UpstreamIndex, upstreamIndex } from "./upstream-index.ts";
import type { WantedPatch } from "./wanted-patch.ts";

/** One patch of a series, in its order. */
export type SoughtPatch = {
  readonly name: string;
  readonly parsed: ParsedPatch;
  readonly subject: string;
  /** `Name <address>`. */
  readonly author: string;
  /** Of the mail it was posted in, without angle brackets. */
  readonly messageId?: string;
};

export type UpstreamSearch = {
  readonly db: ObjectDatabase;
  readonly git: Git;
  /** What the series was written on; without it, or without a history in common, the head's latest commits are searched. */
  readonly base?: string;
  readonly head: { readonly commit: string; readonly tree: string };
  readonly series: readonly SoughtPatch[];
};

/** By patch name, the surest first; a patch of which nothing was seen has an empty list. */
export async function findUpstream(
  search: UpstreamSearch,
): Promise<Map<string, UpstreamEvidence[]>> {
  const { db, git, base, head, series } = search;
  const files = series.flatMap(({ parsed }) => parsed.files);
  const range = { ...(base === undefined ? {} : { base }), head: head.commit };
  const [index, there] = await Promise.all([
    upstreamIndex(git, range, pathsOf(files)),
    headFiles(db, head.tree, files),
  ]);
  const landed = landedPatches(there, series);
  const wanted = series.map((patch) => asWanted(patch));
  const fuzzy = fuzzyRungs(wanted, index.commits);
  return new Map(
    wanted.map((patch, at) => {
      const exact = exactRungs(patch, index.commits);
      const reverse = landed.has(patch.name) ? [reverseApply(index)] : [];
      const all = [...exact, ...reverse, ...withoutNamed(fuzzy[at] ?? [], exact)];
      return [patch.name, all.toSorted((a, b) => rungs.indexOf(a.rung) - rungs.indexOf(b.rung))];
    }),
  );
}

const rungs: readonly UpstreamEvidence["rung"][] = [
  "message-id",
  "patch-id",
  "empty-result",
  "reverse-apply",
  "subject-and-author",
  "range-diff",
  "similarity",
];

function asWanted({ name, parsed, subject, author, messageId }: SoughtPatch): WantedPatch {
  const ids = patchIds(parsed.files);
  return {
    name,
    subject,
    author,
    ...(messageId === undefined ? {} : { messageId }),
    ...(ids ? { ids } : {}),
    files: new Set(parsed.files.map(({ before, after }) => after ?? before ?? "")),
    hunks: changedHunks(parsed.files),
  };
}

function reverseApply({ history }: UpstreamIndex): UpstreamEvidence {
  return {
    rung: "reverse-apply",
    weight: "hint",
    seen: `every hunk of it stands in the head's tree, the series taken out from its last patch${searched[history]}`,
  };
}

const searched: Readonly<Record<UpstreamIndex["history"], string>> = {
  "since-base": "",
  latest:
    "; without a history in common with its base, only the head's latest commits were searched",
  none: "; the head has no history that could name the commit",
};

/** A commit that a surer rung names needs no likeness. */
function withoutNamed(
  fuzzy: readonly UpstreamEvidence[],
  exact: readonly UpstreamEvidence[],
): UpstreamEvidence[] {
  const named = new Set(exact.map(({ commit }) => commit?.commit));
  return fuzzy.filter(({ commit }) => !named.has(commit?.commit));
}
