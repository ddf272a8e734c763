// A conflict in a person's hands, from the first look to the kept resolution, with the real program on real git.
// @module-tag process

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Tree } from "../../test/git-rig.ts";
import { GitRig } from "../../test/git-rig.ts";
import { Installation, type Said } from "../../test/installation-rig.ts";
import { file, numbered, text } from "../../test/rebase-rig.ts";

const makefile = "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION =\n";
/** Each call of the program checks the whole installation first. */
const slow = { tags: ["vm"] };
const author = ["--author", "R. Esolver <r@example.org>"];

function yaml(url: string): string {
  const heads = ["old", "next", "later"].map(
    (name) => `  ${name}: { kind: git, url: "${url}", ref: ${name}, channel: posting }\n`,
  );
  return `heads:\n${heads.join("")}default: { heads: [next], flavours: [guest], lane: every-run }\naccelerator: tcg\n`;
}

function treeOf(f: readonly string[], g: readonly string[]): Tree {
  return {
    Makefile: makefile,
    "drivers/f.c": text(f),
    "include/g.h": text(g),
    "docs/untouched.txt": file,
  };
}

/** Two patches that both conflict on `next`, and on `later`, where the same lines stand elsewhere. */
async function installed(): Promise<Installation> {
  const rig = await GitRig.make();
  const base = await rig.commit(treeOf(numbered, numbered));
  const mine = numbered.with(19, "mine");
  const one = await rig.commit(treeOf(mine, numbered), "x: one\n\nWhy.\n", base);
  const two = await rig.commit(
    treeOf(mine.with(29, "so"), numbered.with(9, "my g")),
    "x: two",
    one,
  );
  const theirs = numbered.with(19, "theirs");
  const next = await rig.commit(treeOf(theirs, numbered.with(9, "their g")), "upstream");
  const down = ["a", "b", "c", "d"];
  const later = await rig.commit(
    treeOf([...down, ...theirs], [...down, ...numbered.with(9, "their g")]),
    "later",
  );
  for (const [name, commit] of Object.entries({ old: base, next, later }))
    await rig.branch(name, commit);
  const patches = await rig.patches(base, two);
  const files = patches.map(({ name, text: patch }) => [`patches/s/${name}`, patch] as const);
  return Installation.make({
    "twinboot.yaml": yaml(`file://${rig.dir}`),
    "patches/s/series.yaml": "series: s\ntitle: T\nlicense: GPL-2.0\nbase: old\n",
    "patches/s/series": `${patches.map(({ name }) => name).join("\n")}\n`,
    "patches/s/one.patch": undefined,
    ...Object.fromEntries(files),
  });
}

function treeIn({ stdout }: Said): string {
  return /^work tree: (.+)$/m.exec(stdout)?.[1] ?? "";
}

test("a series is resolved patch by patch, and the next head needs nobody", slow, async () => {
  const here = await installed();
  const opened = await here.twinboot("resolve", "s", "--head", "next");
  expect(opened.stderr).toBe("");
  expect(opened.stdout).toContain("0001-x-one.patch is in conflict on next");
  expect(opened.exitCode).toBe(1);
  const tree = treeIn(opened);
  const conflicted = await readFile(join(tree, "drivers/f.c"), "utf8");
  expect(conflicted).toContain(
    "<<<<<<< ours\ntheirs\n||||||| base\nline 20\n=======\nmine\n>>>>>>> theirs\n",
  );
  // Only what the patch touches is there.
  expect((await readdir(tree)).toSorted()).toEqual([".git", "Makefile", "drivers"]);

  const refused = await here.twinboot("resolve", "s", "--head", "next", "--continue", ...author);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("drivers/f.c:20: there is still a conflict marker");

  await writeFile(join(tree, "drivers/f.c"), text(numbered.with(19, "theirs and mine")));
  await writeFile(join(tree, "Makefile"), "VERSION = 8\n");
  const stray = await here.twinboot("resolve", "s", "--head", "next", "--continue", ...author);
  expect(stray.stderr).toContain("Makefile: changed, but the patch has no conflict there");
  await writeFile(join(tree, "Makefile"), makefile);

  const why = ["--why", "Both are wanted."];
  const mended = ["resolve", "s", "--head", "next", "--continue", ...author, ...why];
  const second = await here.twinboot(...mended);
  expect(second.stdout).toMatch(
    /kept: patches\/s\/resolutions\/0001-x-one\.[0-9a-f]{8}\.resolution/,
  );
  expect(second.stdout).toMatch(/1: .* ! 1: .* x: one/);
  expect(second.stdout).toContain("0002-x-two.patch is in conflict on next");
  const g = text(numbered.with(9, "their g and mine"));
  await writeFile(join(treeIn(second), "include/g.h"), g);
  const done = await here.twinboot("resolve", "s", "--head", "next", "--continue", ...author);
  expect(done).toMatchObject({ exitCode: 0, stderr: "" });
  expect(done.stdout).toContain("s applies on next");

  const resolutions = join(here.root, "patches/s/resolutions");
  const names = (await readdir(resolutions)).toSorted();
  expect(names).toHaveLength(2);
  const kept = await readFile(join(resolutions, names[0] ?? ""), "utf8");
  expect(kept).toContain("Author: R. Esolver <r@example.org>\n");
  expect(kept).toContain("\nBoth are wanted.\n\nKey: ");
  expect(kept).toContain("-theirs\n+theirs and mine\n");

  const later = await here.twinboot("resolve", "s", "--head", "later");
  expect(later.stdout).toContain("s applies on later");
  const matrix = await here.twinboot("rebase", "--series", "s", "--head", "next,later");
  expect(matrix.exitCode).toBe(0);
  expect(matrix.stdout).toMatch(/x: one +resolved +resolved\n +x: two +resolved +resolved/);
});

test(
  "a resolve that is given up leaves nothing, and one that is open is not opened twice",
  slow,
  async () => {
    const here = await installed();
    const tree = treeIn(await here.twinboot("resolve", "s", "--head", "next"));
    const twice = await here.twinboot("resolve", "s", "--head", "next");
    expect(twice.exitCode).toBe(2);
    expect(twice.stderr).toContain(`it is already open: ${tree}`);
    const nobody = await here.twinboot("resolve", "s", "--head", "next", "--continue");
    expect(nobody.stderr).toContain('--author "Name <address>"');
    const patch = join(here.root, "patches/s/0001-x-one.patch");
    await writeFile(patch, (await readFile(patch, "utf8")).replace("+mine", "+mine too"));
    const stale = await here.twinboot("resolve", "s", "--head", "next", "--continue", ...author);
    expect(stale.stderr).toContain("have changed since this was opened");
    expect((await here.twinboot("resolve", "s", "--head", "next", "--abort")).exitCode).toBe(0);
    await expect(readdir(tree)).rejects.toThrow(/ENOENT/);
  },
);

test(
  "two versions of a series differ by what was written, not by what upstream did",
  slow,
  async () => {
    const here = await installed();
    await here.git("init", "-q");
    await here.git("add", "patches");
    expect((await here.git("commit", "-qm", "v1")).exitCode).toBe(0);
    const patch = join(here.root, "patches/s/0002-x-two.patch");
    await writeFile(patch, (await readFile(patch, "utf8")).replace("+so", "+so be it"));
    const said = await here.twinboot("range-diff", "s", "HEAD");
    expect(said.stderr).toBe("");
    expect(said.stdout).toMatch(/1: .* = 1: .* x: one\n2: .* ! 2: .* x: two\n/);
    expect(said.stdout).toMatch(/-\+so\n\s+\+\+so be it/);
    const elsewhere = await here.twinboot("range-diff", "s", "HEAD", "--head", "next");
    expect(elsewhere.stderr).toBe("");
    expect(elsewhere.stdout).toContain("old version: 0001-x-one.patch cannot be replayed");
    const none = await here.twinboot("range-diff", "s", "nonsense");
    expect(none).toMatchObject({ exitCode: 2 });
  },
);
