// The commits that touched some lines, or that moved a file, between two commits: git log, read.

import type { UpstreamCommit } from "../../model/patches/patch-result.ts";
import { bringDiffs } from "../../tools/bring-files.ts";
import type { Git, GitCall } from "../../tools/git.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import type { Span } from "../apply/line-map.ts";
import type { Change, History, Marks } from "../history/history.ts";
import { withFileHistory } from "../history/lines-log.ts";

/** A commit with the part of its diff that was asked for; bytes, one character each. */
export type Touching = UpstreamCommit & {
  /** Seconds since 1970 at which it was committed: what git log sorts by. */
  readonly committed: number;
  readonly diff: string;
};

/** More are not collected: with eight commits, a reader will look at the log. */
export const mostCommits = 8;

/** The commits that `to` has and `from` lacks: `from..to` of git-log(1). */
export type Range = {
  readonly git: Git;
  readonly db: ObjectDatabase;
  readonly workDir: string;
  readonly history: History;
  readonly from: string;
  readonly to: string;
};

/**
 * The commits that changed lines `span` (counted from 0) of the file as it is at `to`, newest first:
 * git log -L, which follows the lines through renames. One more than `mostCommits` shows that there are more.
 */
export async function regionCommits(
  range: Range,
  path: string,
  [first, end]: Span,
): Promise<Touching[]> {
  const { git, history } = range;
  const lines = [`--max-count=${mostCommits + 1}`, `-L${first + 1},${end}:${path}`, format];
  const [marks, to] = [marksOf(range), history.numberOf(range.to) ?? -1];
  return withFileHistory(range, { path, marks, to }, async (short) => {
    if (short === "nothing") return [];
    if (short === "whole") return wholeRegion(range, path, lines);
    const { revisions, env, ids } = short;
    return logged(git, { args: ["log", ...lines, ...revisions], env }, ids);
  });
}

async function wholeRegion(range: Range, path: string, lines: readonly string[]) {
  await bringDiffs(range.git, touchingLog(range, path));
  return logged(range.git, { args: ["log", ...lines, inRange(range)] });
}

function marksOf({ history, from, to }: Range): Marks {
  const [older, newer] = [history.numberOf(from) ?? -1, history.numberOf(to) ?? -1];
  return history.between(older, newer);
}

/** A commit that made a file, took it away or gave it another name. */
export type Moving = Touching & { readonly to?: string };

/** The newest commit that took `path` away, and where to if it is a rename. */
export async function departure(range: Range, path: string): Promise<Moving | undefined> {
  const commits = await moving(range, path, ({ after }) => after === undefined);
  for (const commit of commits) {
    for (const [status, from, to] of statuses(commit.diff)) {
      if (from === path && status === "D") return commit;
      if (from === path && to) return { ...commit, to };
    }
  }
}

/** The newest commit that gave the tree `path`, as a new file or by a rename. */
export async function arrival(range: Range, path: string): Promise<Touching | undefined> {
  const commits = await moving(range, path, ({ before }) => before === undefined);
  return commits.find(({ diff }) =>
    statuses(diff).some(([status, from, to]) => (status === "A" ? from : to) === path),
  );
}

/** The newest commits that did so to the file, with the names of all that they changed. */
async function moving(
  range: Range,
  path: string,
  isWanted: (change: Change) => boolean,
): Promise<Touching[]> {
  const { git, history } = range;
  const found = history.touching([path], marksOf(range)).filter((at) => {
    const isMerge = history.parents(at).length > 1;
    return !isMerge && history.changes(at).some((one) => one.path === path && isWanted(one));
  });
  if (!found.length) return [];
  const commits = found.slice(0, mostCommits).map((at) => history.id(at));
  const input = `${commits.join("\n")}\n`;
  await bringDiffs(git, ["log", "--stdin", "--no-walk=unsorted", "--format="], input);
  return logged(git, { args: [...moves, "--stdin", "--no-walk=unsorted"], input });
}

/** Whole diffs of these commits, without context; one process. */
export async function wholeDiffs(
  git: Git,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (!commits.length) return new Map();
  const [args, input] = [["diff-tree", "--stdin", "-r", "--root"], `${commits.join("\n")}\n`];
  await bringDiffs(git, args, input);
  const diffs = await git.mustCall({ args: [...args, "-p", "-U0", "-M"], input });
  const parts = bytesOf(diffs).split(/^([0-9a-f]{40})\n/m);
  return new Map(commits.map((commit) => [commit, parts[parts.indexOf(commit) + 1] ?? ""]));
}

/** Whole commits: a rename has its other side there. */
function touchingLog(range: Range, path: string): string[] {
  return ["log", "--full-diff", "--format=", inRange(range), "--", path];
}

const format = "--format=%x00%H%x00%an <%ae>%x00%aI%x00%ct%x00%s%x00%B%x00";
const fields = 7;

const moves = ["-c", "core.quotePath=false", "log", format, "-M", "--name-status"];

function inRange({ from, to }: Range): string {
  return `${from}..${to}`;
}

/** `ids`: the real ones, where git names others. */
async function logged(
  git: Git,
  call: GitCall,
  ids: ReadonlyMap<string, string> = new Map(),
): Promise<Touching[]> {
  const parts = (await git.mustCall(call)).split("\0").slice(1);
  const commits: Touching[] = [];
  for (let at = 0; at + fields <= parts.length; at += fields)
    commits.push(touchingOf(parts.slice(at, at + fields), ids));
  return commits;
}

function touchingOf(parts: readonly string[], ids: ReadonlyMap<string, string>): Touching {
  const [id = "", author = "", date = "", seconds, subject = "", message = "", diff = ""] = parts;
  const links = message.match(/^Link:\s*\S+/gim);
  const link = links?.at(-1)?.replace(/^Link:\s*/i, "");
  const commit = ids.get(id) ?? id;
  const named = { commit, subject, author, date, ...(link ? { link } : {}) };
  return { ...named, committed: Number(seconds), diff: bytesOf(diff) };
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
