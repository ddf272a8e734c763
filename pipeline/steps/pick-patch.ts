// One patch onto one tree, in memory: what `git am -3` would give, through the object database, without a work tree.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../model/errors.ts";
import type { PatchFile, PatchResult } from "../model/series.ts";
import { parseMergeTree } from "../parse/merge-tree.ts";
import { type ParsedPatch, type PatchedFile, parsePatch } from "../parse/patch.ts";
import type { Git } from "../tools/git.ts";
import { failingHunks } from "./failing-hunks.ts";
import type { Pick } from "./pick.ts";
import { type SmallTree, smallTree } from "./small-tree.ts";

export type Picked = { readonly result: PatchResult; readonly onto: Pick["onto"] };

/**
 * Applies the patch as it stands (offsets allowed, no fuzz); where that fails, merges three ways from the blobs
 * its index lines name. Gives the new commit and tree, or the old ones where nothing was applied.
 */
export async function pickPatch(pick: Pick): Promise<Picked> {
  const parsed = parsedPatch(pick.patch);
  const direct = await patched(pick, await smallTree(pick, pick.onto.tree, pathsOf(parsed)));
  if (direct) return concluded(pick, parsed, await merged(pick, direct), "clean");
  const preimage = await preimageTree(pick, parsed);
  const sides = preimage && (await patched(pick, preimage));
  if (!sides) return conflict(pick, parsed, parsed.files.map(pathOf));
  return concluded(pick, parsed, await merged(pick, sides), "merged");
}

function parsedPatch(patch: PatchFile): ParsedPatch {
  const parsed = parsePatch(patch.text);
  if (parsed) return parsed;
  throw new UserError(`${patch.name} is no patch`, "make it with: git format-patch");
}

function pathOf(file: PatchedFile): string {
  return file.after ?? file.before ?? "";
}

function pathsOf(parsed: ParsedPatch): string[] {
  const paths = parsed.files.flatMap((file) => [file.before, file.after]);
  return [...new Set(paths.filter((path) => path !== undefined))];
}

const applyCached = ["apply", "--verbose", "--cached", "--whitespace=nowarn", "-"];

type Sides = { readonly before: SmallTree; readonly after: string };

/** The small tree with the patch on it; undefined where it does not apply. */
async function patched(pick: Pick, before: SmallTree): Promise<Sides | undefined> {
  const { git, patch } = pick;
  const applied = await git.try({
    args: applyCached,
    index: before.index,
    input: patch.text,
  });
  if (!applied.ok) return undefined;
  return { before, after: await git.mustCall({ args: ["write-tree"], index: before.index }) };
}

/** A tree of the files as the patch's author had them; undefined where one of them is not known. */
async function preimageTree(pick: Pick, parsed: ParsedPatch): Promise<SmallTree | undefined> {
  const known = await smallTree(pick, await authoredTree(pick, parsed), pathsOf(parsed));
  const asAuthored = parsed.files.every(({ before, blobBefore }) => {
    if (!before) return true;
    const blob = known.blobs.get(before);
    return blob !== undefined && blobBefore !== undefined && blob.startsWith(blobBefore);
  });
  return asAuthored ? known : undefined;
}

/** The touched files as the earlier patches of the series left them on the tree it was written on. */
async function authoredTree(pick: Pick, parsed: ParsedPatch): Promise<string> {
  const { git, preimages, earlier } = pick;
  if (!earlier.length) return preimages;
  const paths = [...earlier.map(parsedPatch), parsed].flatMap(pathsOf);
  const { index } = await smallTree(pick, preimages, [...new Set(paths)]);
  // One that does not apply here leaves blobs that nobody named, and so no merge to start from them.
  for (const { text } of earlier) await git.try({ args: applyCached, index, input: text });
  return git.mustCall({ args: ["write-tree"], index });
}

/** Merges the patch's change into the whole tree: base and theirs hold the touched files only. */
async function merged(pick: Pick, { before, after }: Sides) {
  const { git, onto } = pick;
  const base = await syntheticCommit(git, before.tree);
  const ours = await syntheticCommit(git, onto.tree, base);
  const theirs = await syntheticCommit(git, after, base);
  const args = ["merge-tree", "--write-tree", "-z", "--name-only", ours, theirs];
  const { stdout } = await git.try({ args });
  return parseMergeTree(stdout);
}

/** git 2.39 takes commits only and finds their merge base by history: so the trees get a history. */
async function syntheticCommit(git: Git, tree: string, parent?: string): Promise<string> {
  const who = "twinboot <twinboot@localhost> 0 +0000";
  const lines = [
    `tree ${tree}`,
    ...(parent ? [`parent ${parent}`] : []),
    `author ${who}`,
    `committer ${who}`,
  ];
  const input = `${lines.join("\n")}\n\nmerge side\n`;
  return git.mustCall({ args: ["hash-object", "-t", "commit", "-w", "--stdin"], input });
}

async function concluded(
  pick: Pick,
  parsed: ParsedPatch,
  merge: { tree: string; conflicted: readonly string[] },
  how: "clean" | "merged",
): Promise<Picked> {
  if (merge.conflicted.length) return conflict(pick, parsed, merge.conflicted);
  const named = { patch: pick.patch.name, subject: parsed.subject };
  if (merge.tree === pick.onto.tree)
    return { result: { ...named, result: "empty" }, onto: pick.onto };
  const commit = await commitOf(pick, merge.tree);
  return { result: { ...named, result: how, commit }, onto: { commit, tree: merge.tree } };
}

async function conflict(
  pick: Pick,
  parsed: ParsedPatch,
  paths: readonly string[],
): Promise<Picked> {
  const conflicts = await failingHunks(pick, paths);
  const { name } = pick.patch;
  return {
    result: { patch: name, subject: parsed.subject, result: "conflict", conflicts },
    onto: pick.onto,
  };
}

/** The commit that git am would make; its committer is its author, so that equal input gives equal ids. */
async function commitOf({ git, workDir, patch, onto }: Pick, tree: string): Promise<string> {
  const message = join(workDir, "message");
  const mail = await git.mustCall({
    args: ["mailinfo", message, join(workDir, "diff")],
    input: patch.text,
  });
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(mail)?.[1] ?? "";
  const who = {
    NAME: field("Author") || "unknown",
    EMAIL: field("Email") || "unknown",
    DATE: field("Date") || "1970-01-01T00:00:00Z",
  };
  const env = Object.fromEntries(
    Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const body = (await readFile(message, "utf8")).trim();
  const subject = field("Subject") || patch.name;
  await writeFile(message, `${body ? `${subject}\n\n${body}` : subject}\n`);
  return git.mustCall({ args: ["commit-tree", tree, "-p", onto.commit, "-F", message], env });
}
