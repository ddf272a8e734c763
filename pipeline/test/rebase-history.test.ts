// Made-up histories: whatever `git am -3` makes of a series, the rebase makes too, to the tree.
// @module-tag process

import { expect, test } from "vitest";
import type { SourceTree } from "../model/described/head.ts";
import { type Content, GitRig, type Tree } from "./git-rig.ts";
import { Random } from "../model/random.ts";
import { rebase } from "./rebase-rig.ts";

type Came = { readonly ok: boolean; readonly applied: number; readonly tree: string };

/** git's own, those of diff.mnemonicPrefix, and somebody's; renames with and without. */
const prefixes = [
  [],
  ["--src-prefix=i/", "--dst-prefix=w/"],
  ["--src-prefix=old/", "--dst-prefix=new/", "--no-renames"],
  ["-M", "-C", "--find-copies-harder"],
];

const seeds = Array.from({ length: 40 }, (_, at) => at + 1);
const fast = 8;
const came = new Map<number, Came>();
/** Some are drawn in the fast tests, the others take as long as a boot. */
const slow = { tags: ["vm"] };

test.concurrent.each(seeds.slice(0, fast))("history %i comes to the tree of git am -3", asGitAm);
test.concurrent.each(seeds.slice(fast))("history %i comes to the tree of git am -3", slow, asGitAm);

async function asGitAm(seed: number): Promise<void> {
  const { rig, writtenOn, tip, head } = await history(new Random(seed));
  const prefix = prefixes[seed % prefixes.length] ?? [];
  const patches = await rig.patches(writtenOn, tip, "--binary", ...prefix);
  const am = await rig.am(head, patches);
  const outcome = await rebase(rig, patches, head, writtenOn);
  const value = "value" in outcome ? outcome.value : undefined;
  came.set(seed, am);
  // What is in the head already git am commits all the same, with nothing in it: the tree is what counts.
  expect({ ok: outcome.status === "pass", tree: value?.tree }).toEqual({
    ok: am.ok,
    tree: am.tree,
  });
}

test(
  "the histories hold what is worth testing: series that apply, and some that do not",
  slow,
  () => {
    const all = [...came.values()];
    expect(all.filter(({ ok }) => ok).length).toBeGreaterThan(10);
    expect(all.filter(({ ok }) => !ok).length).toBeGreaterThan(4);
    expect(all.filter(({ ok, applied }) => !ok && applied > 0).length).toBeGreaterThan(0);
  },
);

/** An author's one to three commits on a tree, and what upstream made of the tree meanwhile. */
async function history(random: Random) {
  const rig = await GitRig.make();
  const files: Record<string, Content> = {};
  for (const name of ["Makefile", "b c/two.c"]) files[name] = lines(14, (at) => `${name} ${at}`);
  files["dos.txt"] = lines(9, (at) => `dos ${at}\r`);
  files["empty"] = "";
  files["blob.bin"] = Buffer.from([0, 1, 2, 255, 0]);
  files["noeol"] = lines(6, (at) => `open ${at}`).trimEnd();
  files["link"] = { mode: "120000", text: "Makefile" };
  const writtenOn = await rig.commit(files);
  let tree: Tree = files;
  let tip: SourceTree = writtenOn;
  for (let n = 1 + random.below(3); n > 0; n -= 1) {
    const before = tree;
    while (same(tree, before)) tree = edited(before, random, `author ${n}`);
    tip = await rig.commit(tree, `change ${n}\n\nIt does.\n`, tip);
  }
  let upstream: Tree = random.below(8) === 0 ? tree : files;
  for (let n = random.below(6); n > 0; n -= 1) upstream = edited(upstream, random, `up ${n}`);
  const head = await rig.commit(upstream);
  return { rig, writtenOn, tip, head };
}

type Edit = {
  readonly tree: Tree;
  readonly path: string;
  readonly old: Content;
  readonly by: string;
};

/** Of the fourteen sides of the die; the others change lines. */
const edits: readonly ((of: Edit) => Tree)[] = [
  ({ tree, by }) => ({ ...tree, [`new/${by}.c`]: `int ${by};\n` }),
  ({ tree, path }) => (Object.keys(tree).length > 2 ? without(tree, path) : tree),
  ({ tree, path, old }) => ({ ...without(tree, path), [`${path}.moved`]: old }),
  ({ tree, path, old }) =>
    typeof old === "string" ? { ...tree, [path]: { mode: "100755", text: old } } : tree,
  ({ tree, path }) => ({ ...tree, [path]: "" }),
  ({ tree, path, old }) => ({ ...tree, [path]: withText(old, textOf(old).trimEnd()) }),
  ({ tree, path, old }) => ({ ...tree, [`copy of ${path}`]: old }),
];

/** A small change of one kind or another, sometimes two. */
function edited(tree: Tree, random: Random, by: string): Tree {
  const path = random.oneOf(Object.keys(tree));
  const old = tree[path] ?? "";
  if (Buffer.isBuffer(old) && random.below(2))
    return { ...tree, [path]: Buffer.from([0, 255, random.below(4), 0]) };
  if (isLink(old)) return { ...tree, [path]: { mode: "120000", text: `empty${random.below(2)}` } };
  const edit = edits[random.below(14)];
  if (edit) return edit({ tree, path, old, by });
  if (Buffer.isBuffer(old)) return tree;
  return { ...tree, [path]: withText(old, linesChanged(textOf(old), random, by)) };
}

function isLink(content: Content): boolean {
  return typeof content === "object" && "mode" in content && content.mode === "120000";
}

function without(tree: Tree, path: string): Tree {
  const { [path]: _, ...others } = tree;
  return others;
}

function same(one: Tree, other: Tree): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function linesChanged(text: string, random: Random, by: string): string {
  const all = text.split("\n");
  const at = random.below(Math.max(1, all.length - 1));
  const gone = random.below(3);
  const come = Array.from({ length: random.below(3) + (gone ? 0 : 1) }, (_, n) => `${by} ${n}`);
  return all.toSpliced(at, gone, ...come).join("\n");
}

function textOf(content: Content): string {
  return typeof content === "object" && "text" in content ? content.text : content.toString();
}

function withText(old: Content, text: string): Content {
  return typeof old === "object" && "mode" in old ? { ...old, text } : text;
}

function lines(count: number, of: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => `${of(at)}\n`).join("");
}
