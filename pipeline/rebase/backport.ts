// A commit as a patch that is to be picked onto an older tree.

import { digestOf } from "../model/digest.ts";
import type { ObjectDatabase } from "../tools/object-database.ts";
import { bringDiffs } from "../tools/bring-files.ts";
import { gitLines } from "../tools/git-lines.ts";
import { commitTree } from "./apply/commit-tree.ts";
import type { RebaseContext, ReadPatch } from "./apply/rebase-context.ts";
import { bringTouched } from "./apply/bring-touched.ts";
import { AuthorTrees } from "./pick/author-trees.ts";
import { readPatch } from "./pick/read-patch.ts";

export type Backport = {
  readonly commit: string;
  readonly patch: ReadPatch;
  /** The commit before it, and that one's tree. */
  readonly base: { readonly commit: string; readonly tree: string };
  readonly authored: AuthorTrees;
};

/** Undefined for a merge and for the first commit of a history: they are nobody's prerequisite. */
export async function backportOf(
  context: RebaseContext,
  commit: string,
): Promise<Backport | undefined> {
  const [parent, another] = await parentsOf(context.db, commit);
  if (parent === undefined || another !== undefined) return undefined;
  const base = { commit: parent, tree: await commitTree(context.db, parent) };
  const text = await mailOf(context, commit);
  const patch = readPatch({ name: commit.slice(0, 12), digest: digestOf(text), text });
  await bringTouched(context, base.tree, [patch]);
  return { commit, patch, base, authored: new AuthorTrees(context, base.tree, [patch]) };
}

async function parentsOf(db: ObjectDatabase, commit: string): Promise<string[]> {
  const read = await db.read(commit);
  const [head = ""] = (read?.content.toString("latin1") ?? "").split("\n\n");
  return [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, id = ""]) => id);
}

async function mailOf({ git }: RebaseContext, commit: string): Promise<string> {
  const how = ["--stdout", "--full-index", "--binary", "--no-signature", "--no-renames"];
  const lines: string[] = [];
  await bringDiffs(git, ["diff-tree", "-r", "--no-commit-id", commit]);
  for await (const line of gitLines(git, ["format-patch", ...how, "-1", commit])) lines.push(line);
  return lines.join("");
}
