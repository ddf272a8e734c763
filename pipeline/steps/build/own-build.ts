// The folders of one build: sources at a tree, and objects that this build alone writes, begun as the head's own.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, digestOfValue } from "../../model/digest.ts";
import { InfraError, Offence } from "../../model/errors.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { JsonObject } from "../../model/json.ts";
import type { StepContext } from "../../model/work/step.ts";
import { packFolder, unpackFolder } from "../../tools/folder-archive.ts";
import { Git } from "../../tools/git.ts";
import { KeptBuild } from "../../tools/kept-build.ts";
import { ObjectFolder } from "../../tools/object-folder.ts";
import { headsFolder } from "../source/import-head.ts";
import {
  type CompilerCache,
  compilerCache,
  type KernelFolders,
  toolsDigest,
} from "./kernel-make.ts";
import { addsShadowingHeader } from "./shadowing-headers.ts";

/** How a head's objects are made. */
export type HeadRecipe<T = unknown> = {
  /** Which kept folder holds the sources, and which of its object folders it is. */
  readonly kept: string;
  readonly objects: string;
  /** What decides it beside the head's tree. */
  readonly by: JsonObject;
  /** Versions of what compiles. */
  readonly tools: readonly string[];
  /** Takes so long to make that machines leave each other what came of it. */
  readonly shared?: boolean;
  readonly make: (build: Build) => Promise<T>;
};

export type Build = {
  readonly objects: ObjectFolder;
  /** Of this step alone; the host writes elsewhere in the step's folder, where no build can lay a link. */
  readonly scratch: ObjectFolder;
  readonly folders: KernelFolders;
};

/**
 * A tree's build in a copy of its head's objects, made first where they are missing; with none of them where it adds a
 * header that would go unnoticed. Nothing that it writes outlives the step; the compiler cache it only reads.
 */
export async function ownBuild(
  context: StepContext,
  { source, head }: { source: SourceTree; head: SourceTree },
  recipe: HeadRecipe,
): Promise<Build> {
  const kept = new KeptBuild(context.kept(recipe.kept));
  const git = new Git(context.kept(headsFolder));
  const [objects, scratch] = [join(context.workDir, "objects"), join(context.workDir, "scratch")];
  if (await addsShadowingHeader(git, { source, head })) {
    await kept.moveTo(git, source.tree, head.tree);
    return buildIn({ kept, objects: await emptyFolder(objects), scratch, cache: noCache(recipe) });
  }
  const made = kept.objects(folderOf(recipe));
  // First: sources that are not their tree go, and the head's objects with them.
  await kept.moveTo(git, source.tree, head.tree);
  if (!(await made.isMade(recipeDigest(head, recipe)))) {
    if (!(await borrowed(context, head, recipe))) await prepareHead(context, head, recipe);
    await kept.moveTo(git, source.tree, head.tree);
  }
  const cache = compilerCache(context, recipe.tools, false);
  return buildIn({ kept, objects: await made.copyTo(objects), scratch, cache });
}

/** A head's build in its own folder, for everybody to begin with; it fills the compiler cache. */
export async function headBuild<T>(
  context: StepContext,
  head: SourceTree,
  recipe: HeadRecipe<T>,
): Promise<T> {
  const kept = new KeptBuild(context.kept(recipe.kept));
  await kept.moveTo(new Git(context.kept(headsFolder)), head.tree, head.tree);
  const cache = compilerCache(context, recipe.tools, true);
  const scratch = join(context.workDir, "scratch-of-head");
  const made = kept.objects(folderOf(recipe));
  const result = await made.make(recipeDigest(head, recipe), async (objects) =>
    recipe.make(await buildIn({ kept, objects, scratch, cache })),
  );
  if (recipe.shared)
    await context.lent?.lend(lentName(head, recipe), async (file) =>
      packFolder(made.folder.dir, file, context.signal),
    );
  return result;
}

/** The head's objects as another machine made them. They are older than whatever a series changes after that. */
async function borrowed(
  context: StepContext,
  head: SourceTree,
  recipe: HeadRecipe,
): Promise<boolean> {
  if (!recipe.shared || !context.lent) return false;
  const kept = new KeptBuild(context.kept(recipe.kept));
  await kept.moveTo(new Git(context.kept(headsFolder)), head.tree, head.tree);
  const made = kept.objects(folderOf(recipe));
  const since = await kept.movedAt();
  return context.lent.borrow(lentName(head, recipe), async (file) =>
    made.takeOver(recipeDigest(head, recipe), since, async (dir) =>
      unpackFolder(file, dir, context.signal),
    ),
  );
}

function lentName(head: SourceTree, recipe: HeadRecipe): Digest {
  return digestOfValue({ lent: recipe.objects, version: 1, recipe: recipeDigest(head, recipe) });
}

/** A tree's build from nothing: sources of its own, no object, no cache. `name`: where in the step's folder. */
export async function cleanBuild(
  context: StepContext,
  { tree }: SourceTree,
  { name, tools }: { name: string; tools: readonly string[] },
): Promise<Build> {
  const kept = new KeptBuild(join(context.workDir, name));
  await kept.moveTo(new Git(context.kept(headsFolder)), tree);
  const folder = (of: string): string => join(context.workDir, name, of);
  const objects = await emptyFolder(folder("objects"));
  return buildIn({ kept, objects, scratch: folder("scratch"), cache: noCache({ tools }) });
}

/** Systems with other compilers may share a store: each finds the objects that its own made. */
function folderOf({ objects, tools }: HeadRecipe): string {
  return `${objects}-${toolsDigest(tools)}`;
}

async function emptyFolder(dir: string): Promise<ObjectFolder> {
  await mkdir(dir);
  return new ObjectFolder(dir);
}

function noCache({ tools }: Pick<HeadRecipe, "tools">): CompilerCache {
  return { filled: false, tools };
}

/** What the head's own code does in the step of a series is not the series' fault. */
async function prepareHead(
  context: StepContext,
  head: SourceTree,
  recipe: HeadRecipe,
): Promise<void> {
  context.say(`${recipe.objects} of the unpatched head`);
  try {
    await headBuild(context, head, recipe);
  } catch (error) {
    if (!(error instanceof Offence)) throw error;
    throw new InfraError(
      `the unpatched head does not build: ${error.message}`,
      "see why with: ./twinboot build",
      { cause: error },
    );
  }
}

type Places = { kept: KeptBuild; objects: ObjectFolder; scratch: string; cache: CompilerCache };

async function buildIn({ kept, objects, scratch, cache }: Places): Promise<Build> {
  await mkdir(scratch, { recursive: true });
  if (cache.dir) await mkdir(cache.dir, { recursive: true });
  const folders = { source: kept.source, objects: objects.dir, scratch, cache };
  return { objects, scratch: new ObjectFolder(scratch), folders };
}

function recipeDigest(
  { tree }: SourceTree,
  { by, tools }: Pick<HeadRecipe, "by" | "tools">,
): Digest {
  return digestOfValue({ tree, by, tools: [...tools] });
}
