// The commits of a head that changed one of some files, with the blobs that they put there: trees alone are read.

import { pathBytes, pathText } from "../parse/patch/path-bytes.ts";
import { gitLines } from "../tools/git-lines.ts";
import type { RebaseContext } from "./apply/rebase-context.ts";
import { commitTree } from "./apply/commit-tree.ts";
import { entryAt } from "./apply/tree.ts";
import { firstParentsTouching } from "./history/first-parents.ts";
import type { History } from "./history/history.ts";
import { indexedHistory } from "./history/indexed-history.ts";

export type Searched = Pick<RebaseContext, "git" | "db">;

/** Of a head: its own line of commits, each as a change of its first parent; or all that it has, but merges. */
export type Line = "first-parents" | "all";

export type TouchedPath = {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};
export type Touched = {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly changes: TouchedPath[];
};

/** The commits that changed one of the files, newest first. Between two first parents nothing of the files changes. */
export async function touching(
  context: Searched,
  head: string,
  paths: ReadonlySet<string>,
  line: Line,
): Promise<readonly Touched[]> {
  const history = await indexedHistory(context.git, [head]);
  const at = history.numberOf(head);
  if (at === undefined) throw new Error(`${head} was not indexed`);
  const [found, how] =
    line === "all"
      ? [history.touching(paths, history.ancestors(at)), "--diff-merges=off"]
      : [firstParentsTouching(history, at, paths), ownMerges];
  const commits = found.map((commit) => history.id(commit));
  const some = await logged(context, commits, { paths, how: ["--no-walk=unsorted", how] });
  const ends = [head, history.id(firstOf(history, at))] as const;
  if (line === "all" || (await isWhole(context, some, paths, ends))) return some;
  return logged(context, [head], { paths, how: ["--first-parent", ownMerges] });
}

const ownMerges = "--diff-merges=first-parent";

function firstOf(history: History, head: number): number {
  let first = head;
  for (let at: number | undefined = head; at !== undefined; [at] = history.parents(at)) first = at;
  return first;
}

/**
 * Whether each file is after a change as it is before the next one: a merge may have brought back what an older one had
 * left out, and no commit between them tells.
 */
async function isWhole(
  context: Searched,
  touched: readonly Touched[],
  paths: ReadonlySet<string>,
  [head, first]: readonly [string, string],
): Promise<boolean> {
  const blobs = await blobsOf(context, head, paths);
  for (const { path, before, after } of touched.flatMap(({ changes }) => changes)) {
    if (blobs.get(path) !== after) return false;
    blobs.set(path, before);
  }
  const begun = await blobsOf(context, first, paths);
  return [...paths].every((path) => blobs.get(path) === begun.get(path));
}

async function blobsOf({ db }: Searched, commit: string, paths: ReadonlySet<string>) {
  const tree = await commitTree(db, commit);
  const found = new Map<string, string | undefined>();
  for (const path of paths) found.set(path, (await entryAt(db, tree, path))?.id);
  return found;
}

type Limits = { readonly paths: ReadonlySet<string>; readonly how: readonly string[] };

async function logged(
  { git }: Searched,
  revisions: readonly string[],
  { paths, how }: Limits,
): Promise<Touched[]> {
  if (!revisions.length) return [];
  const named = [...paths].map((path) => pathBytes(path));
  const input = Buffer.from([...revisions, "--", ...named, ""].join("\n"), "latin1");
  // prettier-ignore
  const args = ["--literal-pathspecs", "-c", "core.quotePath=false", "-c", "log.showRoot=false", "log", "--stdin", ...how,
    "--raw", "--no-abbrev", "--no-renames", "--no-show-signature", "--format=%x00%H %P"];
  const touched: Touched[] = [];
  for await (const line of gitLines(git, args, input)) {
    const [, before = "", after = "", path = ""] = rawLine.exec(line) ?? [];
    if (line.startsWith("\0")) {
      const [commit = "", ...parents] = line.slice(1).trim().split(" ");
      touched.push({ commit, parents, changes: [] });
    } else if (path)
      touched.at(-1)?.changes.push({ path: pathText(path), before: id(before), after: id(after) });
  }
  return touched.filter(({ changes }) => changes.length);
}

/** git-diff-tree(1), "RAW OUTPUT FORMAT". */
const rawLine = /^:\d+ \d+ ([0-9a-f]{40}) ([0-9a-f]{40}) \w+\t(.+)\n$/;

function id(blob: string): string | undefined {
  return /^0+$/.test(blob) ? undefined : blob;
}
