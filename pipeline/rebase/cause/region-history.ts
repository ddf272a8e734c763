// The commits that touched some lines, or that moved a file, between two commits: git log, read.

import type { UpstreamCommit } from "../model/patch-result.ts";
import type { Git } from "../tools/git.ts";
import type { Span } from "./line-map.ts";

/** A commit with the part of its diff that was asked for; bytes, one character each. */
export type Touching = UpstreamCommit & {
  /** Seconds since 1970 at which it was committed: what git log sorts by. */
  readonly committed: number;
  readonly diff: string;
};

/** More are not asked for: whoever is named eight commits will look at the log. */
export const mostCommits = 8;

/** The commits that `to` has and `from` lacks: `from..to` of git-log(1). */
export type Range = { readonly git: Git; readonly from: string; readonly to: string };

/**
 * The commits that changed lines `span` (counted from 0) of the file as it is at `to`, newest first:
 * git log -L, which follows the lines through renames. One more than `mostCommits` shows that there are more.
 */
export async function regionCommits(
  range: Range,
  path: string,
  [first, end]: Span,
): Promise<Touching[]> {
  const lines = `-L${first + 1},${end}:${path}`;
  return logged(range.git, [
    "log",
    `--max-count=${mostCommits + 1}`,
    lines,
    format,
    inRange(range),
  ]);
}

/** A commit that made a file, took it away or gave it another name. */
export type Moving = Touching & { readonly to?: string };

/** The newest commit that took `path` away, and where to if it is a rename. */
export async function departure(range: Range, path: string): Promise<Moving | undefined> {
  const commits = await logged(range.git, [...moves("DR"), inRange(range), "--", path]);
  for (const commit of commits) {
    for (const [status, from, to] of statuses(commit.diff)) {
      if (from === path && status === "D") return commit;
      if (from === path && to) return { ...commit, to };
    }
  }
}

/** The newest commit that gave the tree `path`, as a new file or by a rename. */
export async function arrival(range: Range, path: string): Promise<Touching | undefined> {
  const commits = await logged(range.git, [...moves("AR"), inRange(range), "--", path]);
  return commits.find(({ diff }) =>
    statuses(diff).some(([status, from, to]) => (status === "A" ? from : to) === path),
  );
}

/** Whole diffs of these commits, without context; one process. */
export async function wholeDiffs(
  git: Git,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (!commits.length) return new Map();
  const args = ["diff-tree", "--stdin", "-r", "--root", "-p", "-U0", "-M"];
  const diffs = await git.mustCall({ args, input: `${commits.join("\n")}\n` });
  const parts = bytesOf(diffs).split(/^([0-9a-f]{40})\n/m);
  return new Map(commits.map((commit) => [commit, parts[parts.indexOf(commit) + 1] ?? ""]));
}

const format = "--format=%x00%H%x00%an <%ae>%x00%aI%x00%ct%x00%s%x00%B%x00";
const fields = 7;

/** --full-diff: without it, a rename away from `path` would look like a deletion. */
function moves(filter: string): string[] {
  return ["-c", "core.quotePath=false", "log", `--max-count=${mostCommits}`, format].concat([
    "--full-diff",
    "-M",
    "--name-status",
    `--diff-filter=${filter}`,
  ]);
}

function inRange({ from, to }: Range): string {
  return `${from}..${to}`;
}

async function logged(git: Git, args: readonly string[]): Promise<Touching[]> {
  const parts = (await git.mustCall({ args })).split("\0").slice(1);
  const commits: Touching[] = [];
  for (let at = 0; at + fields <= parts.length; at += fields) {
    const [commit = "", author = "", date = "", seconds, subject = "", message = "", diff = ""] =
      parts.slice(at, at + fields);
    const link = message
      .match(/^Link:\s*\S+/gim)
      ?.at(-1)
      ?.replace(/^Link:\s*/i, "");
    const committed = Number(seconds);
    const named = { commit, subject, author, date, ...(link ? { link } : {}) };
    commits.push({ ...named, committed, diff: bytesOf(diff) });
  }
  return commits;
}

function statuses(diff: string): [status: string, from: string, to: string][] {
  return [...diff.matchAll(/^([ADR])\d*\t([^\t\n]+)(?:\t([^\t\n]+))?$/gm)].map(
    ([, status = "", from = "", to = ""]) => [status, utf8(from), utf8(to)],
  );
}

/** simple-git reads UTF-8; the lines of patches are bytes. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString();
}
