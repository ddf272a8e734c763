// A conflict as a work tree for a person: the touched folders alone, git's own index and markers in it.

import { constants, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../model/errors.ts";
import { pathText } from "../parse/patch/path-bytes.ts";
import { bringFiles } from "../tools/bring-files.ts";
import { Git } from "../tools/git.ts";
import type { OpenConflict } from "./first-conflict.ts";
import type { RebaseContext } from "./apply/rebase-context.ts";
import { touchedPaths } from "./apply/touched-paths.ts";
import { entryAt, treeWith } from "./apply/tree.ts";

type Answerable = Required<OpenConflict>;

/** A repository of its own that borrows the objects: nothing of it stays in the store's. */
export async function openCheckout(
  context: RebaseContext,
  dir: string,
  conflict: Answerable,
): Promise<void> {
  const { onto, files, patch } = conflict;
  await mkdir(dir, { recursive: true });
  const git = new Git(dir);
  await git.must("init", "--quiet");
  const objects = resolve(context.git.dir, "objects");
  await writeFile(join(dir, ".git/objects/info/alternates"), `${objects}\n`);
  const start = await startOf(context, conflict);
  const stages = (
    await Promise.all(files.map(({ path }) => stagesOf(context, path, conflict)))
  ).join("");
  context.db.flush();
  await git.must("update-ref", "--no-deref", "HEAD", onto.commit);
  const folders = touchedPaths(patch.parsed).map(dirname);
  const cone = [...new Set(folders)].filter((folder) => folder !== ".");
  await bringFiles(context.git, onto.tree, (path) => isInCone(cone, pathText(path)));
  await git.must("sparse-checkout", "set", "--cone", ...cone);
  await git.must("read-tree", "-m", "-u", "HEAD");
  await git.must("read-tree", "-m", "-u", "HEAD", start);
  await git.mustCall({ args: ["update-index", "-z", "--index-info"], input: stages });
  const paths = files.map(({ path }) => path);
  await git.must("checkout", "--quiet", "--conflict=diff3", "--", ...paths);
}

/** git-sparse-checkout(1), "CONE PATTERN SET": all below the folders, and the files of every folder on the way there. */
function isInCone(cone: readonly string[], path: string): boolean {
  const folder = dirname(path);
  if (folder === ".") return true;
  return cone.some((one) => `${folder}/`.startsWith(`${one}/`) || one.startsWith(`${folder}/`));
}

/**
 * The conflicted files as the person left them, bytes, one character each. Throws UserError while markers are in
 * them, and for a change to another file: no hunk in the way would ask for it again.
 */
export async function takenBack(
  context: RebaseContext,
  dir: string,
  conflict: Answerable,
): Promise<ReadonlyMap<string, string>> {
  const paths = conflict.files.map(({ path }) => path);
  const start = await startOf(context, conflict);
  context.db.flush();
  const changed = await new Git(dir).must("diff", "--name-only", "--no-renames", "-z", start);
  const others = changed.split("\0").filter((path) => path && !paths.includes(path));
  if (others.length)
    throw new UserError(
      `${others.join(", ")}: changed, but the patch has no conflict there`,
      `undo the change, or make it in ${conflict.patch.name} itself`,
    );
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, await mended(dir, path));
  return texts;
}

async function mended(dir: string, path: string): Promise<string> {
  // In the tree it may be a link.
  const flag = constants.O_RDONLY | constants.O_NOFOLLOW;
  const text = await readFile(join(dir, path), { encoding: "latin1", flag }).catch(
    (cause: unknown) => {
      throw new UserError(`${path} is gone`, "restore it: a resolution can only change lines", {
        cause,
      });
    },
  );
  const line = text.split("\n").findIndex((one) => /^(?:<{7}|\|{7}|>{7})(?: |\r?$)/.test(one));
  if (line === -1) return text;
  throw new UserError(
    `${path}:${line + 1}: there is still a conflict marker`,
    `edit ${join(dir, path)}, then run the same command again`,
  );
}

/** What is right already, with the conflicted files as the head has them. */
async function startOf(
  { db }: RebaseContext,
  { picked, onto, files }: Answerable,
): Promise<string> {
  const stuck = await Promise.all(
    files.map(async ({ path }) => [path, await entryAt(db, onto.tree, path)] as const),
  );
  return treeWith(db, picked.merged ?? picked.tree, new Map(stuck));
}

/** git-update-index(1), "USING --INDEX-INFO": base, ours and theirs are the stages 1, 2 and 3. */
async function stagesOf(
  { db }: RebaseContext,
  path: string,
  { onto, sides }: Answerable,
): Promise<string> {
  const trees = [sides.base, onto.tree, sides.theirs];
  const lines = trees.map(async (tree, at) => {
    const entry = await entryAt(db, tree, path);
    return entry ? `${entry.mode} ${entry.id} ${at + 1}\t${path}\0` : "";
  });
  return `0 ${"0".repeat(40)}\t${path}\0${(await Promise.all(lines)).join("")}`;
}
