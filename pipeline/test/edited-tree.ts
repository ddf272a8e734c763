// A tree with one file changed, as a series would leave it.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SourceTree } from "../model/described/head.ts";
import type { Git } from "../tools/git.ts";

/** A file of the head, and how a series has it. */
export type Edit = { readonly path: string; readonly change: (text: string) => string };

/** In the same repository. Throws where the change changes nothing: this head has another form then. */
export async function edited(
  git: Git,
  head: SourceTree,
  { path, change }: Edit,
): Promise<SourceTree> {
  const folder = await mkdtemp(join(tmpdir(), "twinboot-tree-"));
  const index = join(folder, "index");
  const before = (await git.try({ args: ["cat-file", "blob", `${head.tree}:${path}`] })).stdout;
  const input = change(before);
  if (input === before) throw new Error(`${path} of this head has another form`);
  const blob = await git.mustCall({ args: ["hash-object", "-w", "--stdin"], input });
  await git.mustCall({ args: ["read-tree", head.tree], index });
  await git.mustCall({ args: ["update-index", "--cacheinfo", `100644,${blob},${path}`], index });
  const tree = await git.mustCall({ args: ["write-tree"], index });
  await rm(folder, { recursive: true });
  return { ...head, tree };
}
