// The rungs that compare for equality: Message-ID, patch-id, changed lines, named commits, subject and author.

import type { UpstreamEvidence } from "../../model/patches/patch-result.ts";
import type { IndexedCommit } from "./upstream-index.ts";
import { evidence, type WantedPatch } from "./wanted-patch.ts";

export function exactRungs(
  patch: WantedPatch,
  commits: readonly IndexedCommit[],
): UpstreamEvidence[] {
  return commits.flatMap((commit) => [
    ...messageId(patch, commit),
    ...patchId(patch, commit),
    ...namedCommit(patch, commit),
    ...subjectAndAuthor(patch, commit),
  ]);
}

function messageId(patch: WantedPatch, commit: IndexedCommit): UpstreamEvidence[] {
  const { messageId: id } = patch;
  if (id === undefined || !commit.messageIds.includes(id)) return [];
  return [evidence("message-id", "proof", `its trailers name the patch's mail <${id}>`, commit)];
}

function patchId(patch: WantedPatch, commit: IndexedCommit): UpstreamEvidence[] {
  const [mine, its] = [patch.ids, commit.ids];
  if (mine && its) {
    if (mine.u3 === its.u3)
      return [evidence("patch-id", "proof", `the same patch-id, ${short(mine.u3)}`, commit)];
    for (const [lines, width] of narrower)
      if (mine[width] === its[width])
        return [evidence("patch-id", "hint", `the same patch-id with ${lines} of context`, commit)];
  }
  return changedLines(patch, commit);
}

const narrower = [
  ["one line", "u1"],
  ["no line", "u0"],
] as const;

/** It landed in another shape: split over several commits, or together with something else. */
function changedLines({ hunks }: WantedPatch, commit: IndexedCommit): UpstreamEvidence[] {
  const held = hunks.filter(({ path, runs }) => {
    const its = commit.runs.get(path);
    return its && runs.some(says) && runs.every((run) => its.includes(run));
  });
  if (!held.length) return [];
  const seen = `it makes the change of ${held.length} of ${hunks.length} hunks, line for line`;
  return [evidence("patch-id", "hint", seen, commit)];
}

/** A brace or an empty line is in every other commit. */
function says(run: string): boolean {
  return /\w/.test(run);
}

/** A backport says what it is one of: the patch itself does, or a commit of a stable tree. */
function namedCommit(patch: WantedPatch, commit: IndexedCommit): UpstreamEvidence[] {
  const { origins, subject } = patch;
  const isIt = origins.some((id) => commit.commit.startsWith(id));
  const shared = origins.find((id) => commit.origins.some((its) => isSame(its, id)));
  if (!isIt && shared === undefined) return [];
  // A line that names a commit may be wrong; with the same subject it is reliable.
  const weight = subject && subject === commit.subject ? "proof" : "hint";
  const seen = isIt
    ? "the patch says that it is a backport of this commit"
    : `a backport of the same commit, ${short(shared ?? "")}`;
  return [evidence("named-commit", weight, seen, commit)];
}

function isSame(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function subjectAndAuthor(patch: WantedPatch, commit: IndexedCommit): UpstreamEvidence[] {
  if (!patch.subject || patch.subject !== commit.subject) return [];
  const [mine, its] = [personOf(patch.author), personOf(commit.author)];
  if (mine.address !== its.address && mine.name !== its.name) return [];
  return [evidence("subject-and-author", "hint", "the same subject and author", commit)];
}

function personOf(author: string): { name: string; address: string } {
  const [, name = author, address = ""] = /^(.*?) *<(.*)>$/.exec(author) ?? [];
  return { name, address: address.toLowerCase() };
}

function short(id: string): string {
  return id.slice(0, 12);
}
