// One `git log` of commits with what they changed, read: trees alone, so that a history without files will do.

import type { Git } from "../../tools/git.ts";
import { gitParts } from "../../tools/git-lines.ts";
import { unquotedPath } from "../../parse/patch/quoted-path.ts";

type LoggedChange = {
  /** Bytes, one character each. */
  readonly path: string;
  /** Zeros where there is none. Of a merge, before: its first parent's. */
  readonly before: string;
  readonly after: string;
};

export type LoggedCommit = {
  readonly id: string;
  readonly parents: readonly string[];
  /** Seconds since 1970. */
  readonly committed: number;
  /** Bytes, one character each. */
  readonly message: string;
  /** Of a merge: the files that are as in none of its parents. Of a first commit none: it would be the whole tree. */
  readonly changes: readonly LoggedChange[];
};

/** The commits that `wanted` have and `known` have not, parents before children. */
export async function* loggedCommits(
  git: Git,
  wanted: readonly string[],
  known: readonly string[],
): AsyncGenerator<LoggedCommit> {
  const input = [...wanted, ...known.map((id) => `^${id}`), ""].join("\n");
  let held: string[] | undefined;
  for await (const parts of gitParts(git, log, { input, end: "\0" })) {
    held = held ? held.concat(parts) : parts.slice(1);
    const whole = held.length - (held.length % fields);
    for (let at = 0; at < whole; at += fields) yield commitIn(held.slice(at, at + fields));
    held = held.slice(whole);
  }
}

/** A NUL stands in front of a commit and behind each of its fields, the last of which is the diff: none of them can hold one. */
const fields = 4;
// prettier-ignore
const log = [
  "-c", "core.quotePath=false", "-c", "log.showRoot=false",
  "log", "--stdin", "--topo-order", "--reverse", "--raw", "-c", "--no-abbrev", "--no-renames",
  "--no-show-signature", "--no-notes", "--format=%x00%H %P%x00%ct%x00%B%x00",
];

function commitIn([named = "", committed = "", message = "", raw = ""]: string[]): LoggedCommit {
  const [id = "", ...parents] = named.slice(0, -1).split(" ").filter(Boolean);
  return {
    id,
    parents,
    committed: Number.parseInt(committed, 10),
    message: message.slice(0, -1),
    changes: raw.split("\n").flatMap((line) => changeIn(line) ?? []),
  };
}

/** git-diff-tree(1), "RAW OUTPUT FORMAT": a colon, a mode and an id for each parent, and one more for the commit. */
function changeIn(line: string): LoggedChange | undefined {
  // A submodule's change is of a commit of another repository.
  if (!line.startsWith(":") || line.includes("160000 ")) return undefined;
  const [front = "", path = ""] = line.split("\t");
  const parents = front.lastIndexOf(":") + 1;
  const ids = front.slice(parents + (parents + 1) * 7).split(" ");
  return { path: unquotedPath(path), before: ids[0] ?? "", after: ids[parents] ?? "" };
}
