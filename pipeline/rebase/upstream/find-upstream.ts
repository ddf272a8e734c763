// What of a series is in a head already: each rung of the ladder is evidence, and says what was seen.

import { type UpstreamEvidence, upstreamRungs } from "../../model/patches/patch-result.ts";
import type { ParsedPatch } from "../../parse/patch/patch.ts";
import type { Git } from "../../tools/git.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { changedHunks } from "./changed-lines.ts";
import { exactRungs } from "./exact-rungs.ts";
import { fuzzyRungs } from "./fuzzy-rungs.ts";
import { headFiles, pathsOf } from "../apply/head-files.ts";
import { patchIds } from "../../parse/patch/patch-id.ts";
import { landedPatches } from "../apply/reverse-apply.ts";
import { withReleases } from "./releases.ts";
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
  /** The commits that it is or says to be a backport of; ids may be shortened. */
  readonly origins?: readonly string[];
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
export type Evidence = ReadonlyMap<string, readonly UpstreamEvidence[]>;

/** What is equal: the mail, the patch-id, a commit that is named; and what stands in the tree as it is. */
export async function findExactly(search: UpstreamSearch): Promise<Evidence> {
  const { db, git, head, series } = search;
  const files = series.flatMap(({ parsed }) => parsed.files);
  const sets = setsOf(series);
  const [index, there] = await Promise.all([
    upstreamIndex(git, rangeOf(search), { sets, ...namesOf(series) }),
    headFiles(db, head.tree, files),
  ]);
  const landed = landedPatches(there, series);
  const found = series.map((patch): [string, UpstreamEvidence[]] => {
    const exact = exactRungs(asWanted(patch), index.commits);
    const reverse = landed.has(patch.name) ? [reverseApply(index)] : [];
    return [patch.name, sorted([...exact, ...reverse])];
  });
  return withReleases(git, new Map(found));
}

/**
 * What only looks alike, too: it takes the diffs of all commits that touched a file of these patches. `exactly`: what was
 * found of the whole series.
 */
export async function findLikely(
  search: UpstreamSearch,
  patches: readonly SoughtPatch[],
  exactly: Evidence,
): Promise<Evidence> {
  if (!patches.length) return new Map();
  const { git } = search;
  const paths = pathsOf(patches.flatMap(({ parsed }) => parsed.files));
  const wantedIn = { paths, sets: setsOf(patches), ...namesOf(patches) };
  const index = await upstreamIndex(git, rangeOf(search), wantedIn);
  const wanted = patches.map((patch) => asWanted(patch));
  const fuzzy = fuzzyRungs(wanted, index.commits);
  const found = wanted.map((patch, at): [string, UpstreamEvidence[]] => {
    const exact = exactRungs(patch, index.commits);
    const known = exactly.get(patch.name) ?? [];
    const reverse = known.filter(({ rung }) => rung === "reverse-apply");
    return [patch.name, sorted([...exact, ...reverse, ...withoutNamed(fuzzy[at] ?? [], exact)])];
  });
  return withReleases(git, new Map(found));
}

/** Whether a commit that stands is the patch. */
export function isProved(evidence: readonly UpstreamEvidence[]): boolean {
  return evidence.some(({ weight, revertedBy }) => weight === "proof" && !revertedBy);
}

function rangeOf({ base, head }: UpstreamSearch) {
  return { ...(base === undefined ? {} : { base }), head: head.commit };
}

function namesOf(patches: readonly SoughtPatch[]) {
  return {
    named: patches.flatMap(({ origins = [] }) => origins),
    mails: patches.flatMap(({ messageId = [] }) => messageId),
  };
}

function setsOf(patches: readonly SoughtPatch[]): ReadonlySet<string>[] {
  return patches.map(({ parsed }) => changedPaths(parsed));
}

/** As a commit of the patch would list them. */
function changedPaths({ files }: ParsedPatch): ReadonlySet<string> {
  const paths = files.flatMap(({ before, after, copied }) => [copied ? after : before, after]);
  return new Set(paths.filter((path) => path !== undefined));
}

function sorted(evidence: readonly UpstreamEvidence[]): UpstreamEvidence[] {
  return evidence.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ rung }: UpstreamEvidence): number {
  return upstreamRungs.indexOf(rung);
}

function asWanted({
  name,
  parsed,
  subject,
  author,
  messageId,
  origins = [],
}: SoughtPatch): WantedPatch {
  const ids = patchIds(parsed.files);
  return {
    name,
    subject,
    author,
    origins,
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
