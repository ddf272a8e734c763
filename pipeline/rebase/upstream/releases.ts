// The first release that contains a commit: what `git describe --contains` says, without the way from the tag.

import type { UpstreamEvidence } from "../../model/patches/patch-result.ts";
import type { Git } from "../../tools/git.ts";
import type { History } from "../history/history.ts";
import { indexedHistory } from "../history/indexed-history.ts";

/** The same evidence, with the release of every commit that proves something. One process, or none. */
export async function withReleases(
  git: Git,
  found: ReadonlyMap<string, readonly UpstreamEvidence[]>,
): Promise<Map<string, UpstreamEvidence[]>> {
  const commits = new Set(
    [...found.values()].flatMap((all) =>
      all.filter(isProof).map(({ commit }) => commit?.commit ?? ""),
    ),
  );
  const releases = await releasesOf(git, [...commits]);
  return new Map([...found].map(([patch, all]) => [patch, all.map((one) => dated(one, releases))]));
}

function isProof({ weight, commit }: UpstreamEvidence): boolean {
  return weight === "proof" && commit !== undefined;
}

/** The first that contains each; empty where none does. */
export async function releasesOf(
  git: Git,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (!commits.length) return new Map();
  const tags = await tagsOf(git);
  const history = await indexedHistory(git, [...commits, ...tags.map(({ commit }) => commit)]);
  const first = firstOf(
    history,
    tags.map(({ commit }) => history.numberOf(commit) ?? -1),
  );
  const release = (id: string): string => tags[first[history.numberOf(id) ?? -1] ?? -1]?.name ?? "";
  return new Map(commits.map((id) => [id, release(id)]));
}

type Tag = { readonly name: string; readonly commit: string };

/** Those of commits, the oldest first, as git name-rev prefers them. */
async function tagsOf(git: Git): Promise<Tag[]> {
  const form = "%(objectname) %(objecttype) %(*objectname) %(*objecttype) %(refname:strip=2)";
  const listed = await git.must(
    "for-each-ref",
    "--sort=creatordate",
    `--format=${form}`,
    "refs/tags",
  );
  const named = listed.matchAll(/^(?:\w+ tag )?([0-9a-f]{40}) commit +(.+)$/gm);
  return [...named].map(([, commit = "", name = ""]) => ({ commit, name }));
}

/** Of each commit the place of the first tag that contains it; -1 without one. `tags`: their commits. */
function firstOf(history: History, tags: readonly number[]): Int32Array {
  const none = tags.length;
  const first = new Int32Array(history.size).fill(none);
  for (const [place, commit] of tags.entries())
    first[commit] = Math.min(first[commit] ?? none, place);
  for (let at = history.size - 1; at >= 0; at -= 1)
    for (const parent of history.parents(at))
      first[parent] = Math.min(first[parent] ?? none, first[at] ?? none);
  return first;
}

function dated(one: UpstreamEvidence, releases: ReadonlyMap<string, string>): UpstreamEvidence {
  const release = releases.get(one.commit?.commit ?? "");
  return one.commit && release ? { ...one, commit: { ...one.commit, release } } : one;
}
