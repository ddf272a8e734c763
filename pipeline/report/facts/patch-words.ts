// The result of one patch, in words: one for a table, and lines that explain it.

import type { PatchResult, UpstreamCommit } from "../../model/patches/patch-result.ts";
import { pluralize } from "../../model/pluralize.ts";

/** How a result looks: it stands, it needs a look, nothing is left of it, it is in the way, or something else is. */
export type PatchLook = "pass" | "notice" | "skip" | "fail" | "blocked";

const looks: Readonly<Record<PatchResult["result"], PatchLook>> = {
  clean: "pass",
  drifted: "pass",
  merged: "pass",
  resolved: "notice",
  "partly-upstream": "notice",
  upstream: "skip",
  empty: "skip",
  revisit: "fail",
  conflict: "fail",
  "blocked-by": "blocked",
};

export function patchLook({ result, alarms }: PatchResult): PatchLook {
  const look = looks[result];
  return look === "pass" && alarms?.length ? "notice" : look;
}

/** `drifted 12`, `partly-upstream 1/3`, `upstream 0123456789ab`, `conflict (2 hunks)`; a `!` behind it is an alarm. */
export function patchWord(patch: PatchResult): string {
  return `${word(patch)}${patch.alarms?.length ? " !" : ""}`;
}

type Worded = Exclude<PatchResult["result"], "clean" | "merged" | "resolved" | "empty" | "revisit">;

const wordings: Readonly<Record<Worded, (patch: PatchResult) => string>> = {
  drifted: ({ drift }) => `drifted ${drift}`,
  "partly-upstream": (patch) =>
    `partly-upstream ${hunksThat(patch, "landed")}/${patch.hunks?.length ?? 0}`,
  upstream: (patch) => ["upstream", ...landedWords(landedAs(patch))].join(" "),
  conflict: (patch) => `conflict (${pluralize(Math.max(1, hunksThat(patch, "conflict")), "hunk")})`,
  "blocked-by": () => "blocked",
};

function word(patch: PatchResult): string {
  const worded: Readonly<Record<string, (patch: PatchResult) => string>> = wordings;
  return worded[patch.result]?.(patch) ?? patch.result;
}

function hunksThat({ hunks }: PatchResult, state: string): number {
  return hunks?.filter((hunk) => hunk.state === state).length ?? 0;
}

function landedAs({ evidence }: PatchResult): UpstreamCommit | undefined {
  return evidence?.find(
    ({ weight, commit, revertedBy }) => weight === "proof" && commit && !revertedBy,
  )?.commit;
}

function landedWords(landed: UpstreamCommit | undefined): string[] {
  if (!landed) return [];
  return [landed.commit.slice(0, 12), ...(landed.release ? [`in ${landed.release}`] : [])];
}

/** The reasons for the result, the closest first; empty for a patch that simply applies. */
export function patchReasons(patch: PatchResult): string[] {
  return [
    ...(patch.blockedBy === undefined ? [] : [`waits for ${patch.blockedBy}`]),
    ...(patch.conflicts ?? []).map((one) => `in the way: ${one}`),
    ...(patch.causes ?? []).flatMap(causeWords),
    ...(patch.resolution ? [resolutionWords(patch.resolution)] : []),
    ...(patch.reworked ?? []).map((commit) => `reworked since by ${commitWords(commit)}`),
    ...(patch.alarms ?? []).map(({ path, says }) => `alarm: ${path}: ${says}`),
    ...(patch.evidence ?? []).map(evidenceWords),
  ];
}

function causeWords({ path, commits, side, difference, more }: Causes): string[] {
  const named = commits.map(
    (commit) => `${commit.kind}, ${missing(side)}: ${commitWords(commit)} (${path})`,
  );
  const older = more ? [`and older commits of ${path}`] : [];
  return [...named, ...older, ...(difference?.length ? [differenceWords(path, difference)] : [])];
}

/** One line is a sentence; more are a diff, which a report shows as one. */
function differenceWords(path: string, difference: readonly string[]): string {
  const [only = "", ...others] = difference;
  return others.length
    ? `${path}: no commit is named, for the trees have no history in common: how they differ there is below`
    : `${only}: no commit is to blame`;
}

/** Diffs that show what the words say: how base and head differ around a conflict, what a resolution made of the patch. */
export function patchDiffs({ causes, resolution }: PatchResult): readonly (readonly string[])[] {
  const differences = (causes ?? []).flatMap(({ difference }) =>
    difference && difference.length > 1 ? [difference] : [],
  );
  return resolution ? [...differences, resolution.rangeDiff] : differences;
}

type Causes = NonNullable<PatchResult["causes"]>[number];

function missing(side: Causes["side"]): string {
  return side === "older" ? "the head lacks" : "the head has";
}

/** `0123456789ab ("x86/xen: do it") by A. Uthor, https://...`. */
function commitWords({ commit, subject, author, link, release }: UpstreamCommit): string {
  const by = author.replace(/ <.*/, "");
  const since = release ? `, in ${release}` : "";
  return `${commit.slice(0, 12)} ("${subject}") by ${by}${since}${link ? `, ${link}` : ""}`;
}

function resolutionWords({ name, head, author, date }: Resolution): string {
  return `resolved by ${name}, made for ${head} by ${author.replace(/ <.*/, "")} on ${date.slice(0, 10)}`;
}

type Resolution = NonNullable<PatchResult["resolution"]>;

function evidenceWords({ rung, weight, seen, commit }: UpstreamEvidence): string {
  return `upstream ${weight}, ${rung}: ${seen}${commit ? `: ${commitWords(commit)}` : ""}`;
}

type UpstreamEvidence = NonNullable<PatchResult["evidence"]>[number];
