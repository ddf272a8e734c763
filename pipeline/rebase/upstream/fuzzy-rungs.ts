// The rungs that measure likeness. They never prove anything: they name the commit that a person should look at.

import type { UpstreamEvidence } from "../../model/patches/patch-result.ts";
import type { IndexedCommit } from "./upstream-index.ts";
import { evidence, type WantedPatch } from "./wanted-patch.ts";

/** Per patch, in their order: the best pair by range-diff's rule, and the likest commit by its words. */
export function fuzzyRungs(
  patches: readonly WantedPatch[],
  commits: readonly IndexedCommit[],
): UpstreamEvidence[][] {
  const mine = patches.map((patch) => changeOf(patch.files, linesOfPatch(patch)));
  const its = commits
    .filter(({ files }) => patches.some((patch) => !patch.files.isDisjointFrom(files)))
    .map((commit) => ({ commit, change: changeOf(commit.files, linesOfCommit(commit)) }));
  const pairs = pairsOf(mine, its);
  return mine.map((change) =>
    pairs
      .filter((pair) => pair.mine === change)
      .map((pair) => paired(pair))
      .concat(likest(change, its)),
  );
}

type Change = {
  readonly files: ReadonlySet<string>;
  readonly lines: readonly string[];
  readonly words: readonly string[];
};

type Its = { readonly commit: IndexedCommit; readonly change: Change };

function changeOf(files: ReadonlySet<string>, lines: readonly string[]): Change {
  return { files, lines, words: lines.flatMap(wordsOf) };
}

type Pair = {
  readonly mine: Change;
  readonly commit: IndexedCommit;
  /** Changed lines that only one of them has. */
  readonly differing: number;
  readonly lines: number;
};

/** git-range-diff(1): a pair costs less than 60 % of leaving both alone, and the cheapest pairs come first. */
function pairsOf(patches: readonly Change[], commits: readonly Its[]): readonly Pair[] {
  const possible = patches.flatMap((mine) => commits.flatMap((its) => pairOf(mine, its) ?? []));
  const taken = new Set<Change | IndexedCommit>();
  return possible
    .toSorted((a, b) => a.differing / a.lines - b.differing / b.lines)
    .filter(({ mine, commit }) => {
      if (taken.has(mine) || taken.has(commit)) return false;
      taken.add(mine).add(commit);
      return true;
    });
}

const creationFactor = 0.6;

function pairOf(mine: Change, { commit, change }: Its): Pair | undefined {
  const lines = mine.lines.length + change.lines.length;
  const allowed = creationFactor * lines;
  const atLeast = Math.abs(mine.lines.length - change.lines.length);
  if (!lines || atLeast >= allowed || mine.files.isDisjointFrom(change.files)) return undefined;
  const differing = lines - 2 * inCommon(mine.lines, change.lines);
  return differing < allowed ? { mine, commit, differing, lines } : undefined;
}

function paired({ differing, lines, commit }: Pair): UpstreamEvidence {
  const seen = `paired as git range-diff pairs: ${differing} of the ${lines} changed lines of both differ`;
  return evidence("range-diff", "hint", seen, commit);
}

const likeEnough = 0.5;

function likest(mine: Change, commits: readonly Its[]): UpstreamEvidence[] {
  const scored = commits.flatMap((its) => likeness(mine, its) ?? []);
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  return best ? [evidence("similarity", "hint", best.seen, best.commit)] : [];
}

/** Words in common, times files in common: the same words in other files are another change. */
function likeness(mine: Change, { commit, change }: Its) {
  const shared = mine.files.intersection(change.files).size;
  const all = mine.files.union(change.files).size;
  const [some, others] = [mine.words.length, change.words.length];
  const atMost = (2 * Math.min(some, others)) / Math.max(1, some + others);
  if ((atMost * shared) / all < likeEnough) return undefined;
  const ratio = (2 * inCommon(mine.words, change.words)) / (some + others);
  const score = (ratio * shared) / all;
  const seen = `${percent(ratio)} of the words in common, ${shared} of ${all} files: likeness ${percent(score)}`;
  return score < likeEnough ? undefined : { commit, score, seen };
}

function linesOfPatch({ hunks }: WantedPatch): string[] {
  return hunks.flatMap(({ runs }) => runs.flatMap(linesOf));
}

function linesOfCommit({ runs }: IndexedCommit): string[] {
  return [...runs.values()].flatMap((each) => each.flatMap(linesOf));
}

function linesOf(run: string): string[] {
  return run.match(/[^\n]+/g) ?? [];
}

/** With the line's sign: taken away is not added. */
function wordsOf(line: string): string[] {
  const words = line.slice(1).match(/\w+|[^\w\s]/g) ?? [];
  return words.map((word) => `${line[0]}${word}`);
}

function inCommon(some: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const one of some) left.set(one, (left.get(one) ?? 0) + 1);
  let common = 0;
  for (const one of others) {
    const count = left.get(one) ?? 0;
    if (!count) continue;
    common += 1;
    left.set(one, count - 1);
  }
  return common;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
