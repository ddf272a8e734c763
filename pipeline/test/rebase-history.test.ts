// Made-up histories: whatever `git am -3` makes of a series, the rebase makes too, to the tree.

import { expect, test } from "vitest";
import type { SourceTree } from "../model/head.ts";
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
const came = new Map<number, Came>();

test.concurrent.each(seeds)("history %i comes to the tree of git am -3", async (seed) => {
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
});

test("the histories hold what is worth testing: series that apply, and some that do not", () => {
  const all = [...came.values()];
  expect(all.filter(({ ok }) => ok).length).toBeGreaterThan(10);
  expect(all.filter(({ ok }) => !ok).length).toBeGreaterThan(4);
  expect(all.filter(({ ok, applied }) => !ok && applied > 0).length).toBeGreaterThan(0);
});

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

/** A small change of one kind or another, sometimes two. */
function edited(tree: Tree, random: Random, by: string): Tree {
  const path = random.oneOf(Object.keys(tree));
  const old = tree[path] ?? "";
  const { [path]: _, ...others } = tree;
  if (Buffer.isBuffer(old) && random.below(2))
    return { ...tree, [path]: Buffer.from([0, 255, random.below(4), 0]) };
  if (typeof old === "object" && "mode" in old && old.mode === "120000")
    return { ...tree, [path]: { mode: "120000", text: `empty${random.below(2)}` } };
  switch (random.below(14)) {
    case 0:
      return { ...tree, [`new/${by}.c`]: `int ${by};\n` };
    case 1:
      return Object.keys(others).length > 1 ? others : tree;
    case 2:
      return { ...others, [`${path}.moved`]: old };
    case 3:
      return typeof old === "object"
        ? tree
        : { ...tree, [path]: { mode: "100755", text: textOf(old) } };
    case 4:
      return { ...tree, [path]: "" };
    case 5:
      return { ...tree, [path]: withText(old, textOf(old).trimEnd()) };
    case 6:
      return { ...tree, [`copy of ${path}`]: old };
    default:
      if (Buffer.isBuffer(old)) return tree;
      return { ...tree, [path]: withText(old, linesChanged(textOf(old), random, by)) };
  }
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
