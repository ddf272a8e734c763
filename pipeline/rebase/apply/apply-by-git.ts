// A patch that only git can apply: binary files, copies, links. In an index of the touched files alone.

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathBytes } from "../../parse/patch/path-bytes.ts";
import type { Applied, RebaseContext, ReadPatch } from "./rebase-context.ts";
import { touchedPaths } from "./touched-paths.ts";
import { type Entry, entryAt, isFolder, treeWith } from "./tree.ts";

/** Undefined where it does not apply. */
export async function applyByGit(
  { git, db, workDir }: RebaseContext,
  tree: string,
  patch: ReadPatch,
): Promise<Applied | undefined> {
  const paths = touchedPaths(patch.parsed);
  const before = await Promise.all(paths.map((path) => entryAt(db, tree, path)));
  if (before.some((entry) => entry && isFolder(entry))) return undefined;
  await db.bring(before.flatMap((entry) => entry?.id ?? []));
  db.flush();
  const index = join(workDir, `index-${randomUUID()}`);
  try {
    // One line at least: git waits for ever on an input that never comes.
    const lines = paths.map((path, at) => indexLine(path, before[at]));
    const info = ["update-index", "--verbose", "-z", "--index-info"];
    await git.mustCall({ args: info, index, input: Buffer.from(lines.join(""), "latin1") });
    const args = ["apply", "--verbose", "--cached", "--whitespace=nowarn", "-"];
    const input = Buffer.from(patch.text, "latin1");
    if (!(await git.try({ args, index, input })).ok) return undefined;
    const small = await git.mustCall({ args: ["write-tree"], index });
    const after = await Promise.all(
      paths.map(async (path) => [path, await entryAt(db, small, path)] as const),
    );
    return { tree: await treeWith(db, tree, new Map(after)), drift: 0 };
  } finally {
    await rm(index, { force: true });
  }
}

/** git-update-index(1), "USING --INDEX-INFO": a mode of 0 takes the path out. */
function indexLine(path: string, entry: Entry | undefined): string {
  const { mode, id } = entry ?? { mode: "0", id: "0".repeat(40) };
  return `${mode} ${id}\t${pathBytes(path)}\0`;
}
