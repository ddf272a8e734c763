// Why a hunk conflicts: the commits that touched its lines between the base and the head, or how the two trees differ.

import type { ConflictCause } from "../../model/patches/patch-result.ts";
import type { ParsedPatch } from "../../parse/patch/patch.ts";
import type { Hunk, PatchedFile } from "../../parse/patch/patched-file.ts";
import type { Git } from "../../tools/git.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { imageOf } from "../apply/apply-hunks.ts";
import { commitTree } from "../apply/commit-tree.ts";
import { indexedHistory } from "../history/indexed-history.ts";
import { type Relation, relationOf } from "../history/relation.ts";
import { definesWhatIsUsed, prerequisitesNear } from "./commit-kind.ts";
import { hunkSpan } from "../apply/hunk-span.ts";
import { lineMap, type Span, spanIn } from "../apply/line-map.ts";
import {
  arrival,
  departure,
  type Moving,
  mostCommits,
  type Range,
  regionCommits,
  type Touching,
  wholeDiffs,
} from "./region-history.ts";
import { treeDifference } from "../apply/tree-difference.ts";
import { textAt } from "../apply/tree.ts";

/** A commit of a history, and a tree: that commit's own, or with the earlier patches of the series on it. */
type CommitTree = { readonly commit: string; readonly tree: string };

export type Conflicts = {
  readonly db: ObjectDatabase;
  readonly git: Git;
  /** Folder for scratch files. */
  readonly workDir: string;
  /** What the patch was written on. */
  readonly base: CommitTree;
  /** What it conflicts with. */
  readonly head: CommitTree;
  readonly patch: ParsedPatch;
  /** Those that conflict, as the patch says path and header. */
  readonly hunks: readonly { readonly path: string; readonly header: string }[];
};

type Side = "newer" | "older";

/**
 * One cause per hunk and side, in the order of the hunks: where base and head have parted, a hunk may have one of
 * each. Where no commit is to blame (a tarball; an earlier patch of the series) it holds the difference instead.
 * Costs per hunk and side one `git log -L` and at most one `git diff-tree`, and one `git log` more for a file that the
 * head lacks.
 */
export async function conflictCauses(conflicts: Conflicts): Promise<ConflictCause[]> {
  const { hunks } = conflicts;
  if (!hunks.length) return [];
  const sides = await sidesOf(conflicts);
  const causes: ConflictCause[] = [];
  for (const { path, header } of hunks) {
    const place = placeOf(conflicts.patch, path, header);
    const found: ConflictCause[] = [];
    for (const side of sides) {
      const commits = await commitsFor(conflicts, place, side);
      if (commits.commits.length) found.push({ path, header, side, ...commits });
    }
    if (!found.length) {
      const difference = await treeDifference(conflicts, place.file, place.hunk);
      found.push({ path, header, commits: [], difference });
    }
    causes.push(...found);
  }
  return causes;
}

/** None without a common history. */
async function sidesOf({ git, base, head }: Conflicts): Promise<Side[]> {
  if (base.commit === head.commit) return [];
  const history = await indexedHistory(git, [base.commit, head.commit]);
  const [from, to] = [base, head].map(({ commit }) => history.numberOf(commit));
  if (from === undefined || to === undefined) return [];
  return sides[relationOf(history, from, to)];
}

/** By what the base is to the head. */
const sides: Readonly<Record<Relation, Side[]>> = {
  same: [],
  none: [],
  ancestor: ["newer"],
  descendant: ["older"],
  parted: ["newer", "older"],
};

type Place = { readonly file: PatchedFile; readonly hunk?: Hunk };

/** A merge that followed a rename names the head's path: then the header tells. */
function placeOf({ files }: ParsedPatch, path: string, header: string): Place {
  const has = (file: PatchedFile) => file.hunks.some((hunk) => hunk.header === header);
  const ofPath = files.filter(({ before, after }) => before === path || after === path);
  const file = ofPath.find(has) ?? ofPath[0] ?? files.find(has);
  const hunk = file?.hunks.find((one) => one.header === header);
  if (!file) return { file: { before: path, after: path, hunks: [] } };
  return hunk ? { file, hunk } : { file };
}

async function commitsFor(conflicts: Conflicts, place: Place, side: Side) {
  const { git, db, workDir, base, head } = conflicts;
  const [from, to] = side === "newer" ? [base, head] : [head, base];
  const history = await indexedHistory(git, [base.commit, head.commit]);
  const range: Range = { git, db, workDir, history, from: from.commit, to: to.commit };
  const moved = await moves(conflicts, place, range);
  const touched = await touching(conflicts, place, range, moved.path);
  const kept = touched.slice(0, mostCommits);
  const kinds = await prerequisites(conflicts, place, kept, side);
  for (const { commit } of moved.commits) kinds.add(commit);
  const all = new Map([...kept, ...moved.commits].map((one) => [one.commit, one]));
  const sorted = [...all.values()].toSorted((a, b) => b.committed - a.committed);
  const commits = sorted.map((one) => named(one, kinds.has(one.commit)));
  return { commits, ...(touched.length > kept.length ? { more: true as const } : {}) };
}

function named(touched: Touching, isPrerequisite: boolean): ConflictCause["commits"][number] {
  const { commit, subject, author, date, link } = touched;
  const kind = isPrerequisite ? "prerequisite" : "incidental";
  return { commit, subject, author, date, ...(link ? { link } : {}), kind };
}

type Moved = {
  readonly commits: readonly Touching[];
  /** Where the file is at the range's newer end; undefined where it is not. */
  readonly path?: string;
};

/** The commits that gave or took the file: without them the patch has no place at all. */
async function moves({ db, base, head }: Conflicts, { file }: Place, range: Range): Promise<Moved> {
  const path = file.before ?? file.after ?? "";
  const isThere = (await textAt(db, head.tree, path)) !== undefined;
  const newer = range.from === base.commit;
  if (file.before === undefined) {
    const [wanted, find] = newer ? [true, arrival] : [false, departure];
    return { commits: isThere === wanted ? present(await find(range, path)) : [] };
  }
  if (isThere) return { commits: [], path };
  return newer
    ? departures(db, range, path)
    : { commits: present(await arrival(range, path)), path };
}

function present(commit: Touching | undefined): Touching[] {
  return commit ? [commit] : [];
}

/** A file renamed again and again is followed so often. */
const mostRenames = 4;

async function departures(db: ObjectDatabase, range: Range, path: string): Promise<Moved> {
  const commits: Touching[] = [];
  let at: string | undefined = path;
  while (at && commits.length < mostRenames && (await missing(db, range.to, at))) {
    const went: Moving | undefined = await departure(range, at);
    if (went) commits.push(went);
    at = went?.to;
  }
  return { commits, ...(at ? { path: at } : {}) };
}

async function missing(db: ObjectDatabase, commit: string, path: string): Promise<boolean> {
  return (await textAt(db, await commitTree(db, commit), path)) === undefined;
}

/** The commits that touched the hunk's lines, newest first. */
async function touching(
  { db, base }: Conflicts,
  { file, hunk }: Place,
  range: Range,
  path: string | undefined,
): Promise<Touching[]> {
  if (!hunk || !path) return [];
  const written = await textAt(db, base.tree, file.before ?? "");
  const there = await textAt(db, await commitTree(db, range.to), path);
  if (!written || !there) return [];
  const [before, after] = [imageOf(written).lines, imageOf(there).lines];
  const region = withNeighbours(lineMap(before, after), hunkSpan(written, hunk), after.length);
  return regionCommits(range, path, region);
}

/** git log -L does not see lines go at the edge of its region: where an edge is gone, its neighbour saw it go. */
function withNeighbours(map: readonly number[], [from, to]: Span, length: number): Span {
  const [first, end] = spanIn(map, [from, to], length);
  const isGone = (at: number) => from === to || (map[at] ?? -1) === -1;
  return [
    isGone(from) ? Math.max(first - 1, 0) : first,
    isGone(to - 1) ? Math.min(end + 1, length) : end,
  ];
}

async function prerequisites(
  { git, patch }: Conflicts,
  { hunk }: Place,
  commits: readonly Touching[],
  side: Side,
): Promise<Set<string>> {
  const found = hunk ? prerequisitesNear(commits, patch, hunk, side) : new Set<string>();
  const open = commits.map(({ commit }) => commit).filter((commit) => !found.has(commit));
  const diffs = await wholeDiffs(git, open);
  for (const [commit, diff] of diffs) if (definesWhatIsUsed(diff, patch)) found.add(commit);
  return found;
}
