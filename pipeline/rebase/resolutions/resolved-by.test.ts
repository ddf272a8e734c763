// Kept resolutions: made on one head, used on others that have the same lines, and on no others.
// @module-tag process

import { describe, expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import type { PatchFile, RebasedSeries, ResolutionFile } from "../../model/described/series.ts";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import {
  changed,
  file,
  numbered,
  rebaseWith,
  resultsOf,
  text,
  valueOf,
} from "../../test/rebase-rig.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { firstConflict, type OpenConflict } from "../first-conflict.ts";
import { madeResolution } from "../made-resolution.ts";

const about = {
  head: "a",
  pin: "a at 0123",
  author: "Renée <r@example.org>",
  date: "2026-01-31",
  why: "Beide sind nötig.",
};

type Asked = { rig: GitRig; base: SourceTree; patches: PatchFile[] };

/** One patch that changes lines of f, and makes a file. */
async function asked(lines: readonly (readonly [number, string])[]): Promise<Asked> {
  const rig = await GitRig.make();
  const base = await rig.commit({ "d/f": file });
  let mine: readonly string[] = numbered;
  for (const [at, to] of lines) mine = mine.with(at - 1, to);
  const after = await rig.commit({ "d/f": text(mine), fresh: "new\n" }, "x: it\n\nWhy.\n", base);
  return { rig, base, patches: await rig.patches(base, after) };
}

/** The resolution that a person makes on a head by leaving this text; bytes, one character each. */
async function resolved({ rig, base, patches }: Asked, upstream: Tree, to: string) {
  const { git, store } = rig;
  const context = { git, db: ObjectDatabase.of(git.dir), workDir: await store.work() };
  const head = await rig.commit(upstream);
  const conflict = await firstConflict(context, {
    patches,
    head,
    writtenOn: base,
    resolutions: [],
  });
  if (!conflict?.files || !conflict.sides) throw new Error("no conflict of lines");
  const whole = conflict as Required<OpenConflict>;
  const texts = new Map([["d/f", to]]);
  return (await madeResolution(context, whole, texts, about)).file;
}

async function on(
  { rig, base, patches }: Asked,
  upstream: Tree,
  ...resolutions: ResolutionFile[]
): Promise<RebasedSeries> {
  const head = await rig.commit(upstream);
  return valueOf(await rebaseWith(rig, { patches, resolutions }, head, base));
}

/** The file with another last line, one byte for each character. */
function ending(end: string): Buffer {
  return Buffer.from(file.replace("line 40\n", end), "latin1");
}

describe.concurrent("a resolution made on one head", () => {
  const theirs = changed(20, "theirs");
  const both = changed(20, "theirs and mine");

  test("is used on another where the same lines stand elsewhere, and shown", async () => {
    const one = await asked([[20, "mine"]]);
    const kept = await resolved(one, { "d/f": theirs }, both);
    const there = await on(one, { "d/f": `a\nb\nc\n${theirs}`, other: "x" }, kept);
    expect(resultsOf(there)).toEqual(["resolved"]);
    const [{ resolution } = {}] = there.patches;
    expect(resolution).toMatchObject({ name: kept.name, head: "a", author: about.author });
    expect(resolution?.rangeDiff[0]).toMatch(/^1: .* ! 1: .* x: it$/);
    expect(resolution?.rangeDiff.join("\n")).toContain("++theirs and mine");
    expect(there.unusedResolutions).toEqual([]);
    const { git } = one.rig;
    expect(await git.must("show", `${there.commit}:d/f`)).toBe(`a\nb\nc\n${both}`.trim());
    expect(await git.must("show", `${there.commit}:fresh`)).toBe("new");
    expect(await git.must("log", "-1", "--format=%an <%ae> %s%n%b", there.commit)).toBe(
      "A. Uthor <a@example.org> x: it\nWhy.",
    );
  });

  test("is not used where the head's lines are others, near ones too, and is named", async () => {
    const one = await asked([[20, "mine"]]);
    const kept = await resolved(one, { "d/f": theirs }, both);
    for (const other of [changed(20, "others"), theirs.replace("line 18\n", "line 18!\n")]) {
      const there = await on(one, { "d/f": other }, kept);
      expect(resultsOf(there)).toEqual(["conflict"]);
      expect(there.unusedResolutions).toEqual([
        `${kept.name}: the patch or the head's lines are not those it was made for`,
      ]);
    }
  });

  test("covers the lines that were in the way even where the person changed others", async () => {
    const one = await asked([[20, "mine"]]);
    const elsewhere = text(numbered.with(19, "theirs").with(4, "mine"));
    const kept = await resolved(one, { "d/f": theirs }, elsewhere);
    expect(resultsOf(await on(one, { "d/f": theirs }, kept))).toEqual(["resolved"]);
    const other = await on(one, { "d/f": changed(20, "others") }, kept);
    expect(resultsOf(other)).toEqual(["conflict"]);
  });

  test("is lost when the patch changes", async () => {
    const kept = await resolved(await asked([[20, "mine"]]), { "d/f": theirs }, both);
    const later = await asked([[20, "mine, better"]]);
    expect(resultsOf(await on(later, { "d/f": theirs }, kept))).toEqual(["conflict"]);
  });

  test("is not used behind its day, and said to be expired", async () => {
    const one = await asked([[20, "mine"]]);
    const kept = await resolved(one, { "d/f": theirs }, both);
    const there = await on(one, { "d/f": theirs }, { ...kept, expired: true });
    expect(resultsOf(there)).toEqual(["conflict"]);
    expect(there.unusedResolutions).toEqual([`${kept.name}: expired`]);
  });

  test("that fits some hunks only leaves the conflict, and each hunk says which fits", async () => {
    const one = await asked([
      [5, "mine"],
      [30, "mine too"],
    ]);
    const upstream = text(numbered.with(4, "theirs").with(29, "theirs"));
    const mended = text(numbered.with(4, "both").with(29, "both"));
    const kept = await resolved(one, { "d/f": upstream }, mended);
    const there = await on(one, { "d/f": text(numbered.with(4, "theirs").with(29, "?")) }, kept);
    expect(resultsOf(there)).toEqual(["conflict"]);
    expect(there.patches[0]?.hunks?.map(({ resolution }) => resolution)).toEqual([
      kept.name,
      undefined,
      undefined,
    ]);
    const half = await on(one, { "d/f": text(numbered.with(4, "theirs")) }, kept);
    expect(resultsOf(half)).toEqual(["resolved"]);
    const { git } = one.rig;
    expect(await git.must("show", `${half.commit}:d/f`)).toBe(
      text(numbered.with(4, "both").with(29, "mine too")).trim(),
    );
  });

  test("that takes the head's side where nothing else is in the patch leaves it empty", async () => {
    const rig = await GitRig.make();
    const base = await rig.commit({ "d/f": file });
    const patches = await rig.patches(
      base,
      await rig.commit({ "d/f": changed(20, "m") }, "x", base),
    );
    const one = { rig, base, patches };
    const kept = await resolved(one, { "d/f": theirs }, theirs);
    const there = await on(one, { "d/f": theirs }, kept);
    expect(resultsOf(there)).toEqual(["empty"]);
    expect(there.patches[0]?.resolution?.name).toBe(kept.name);
  });

  test("keeps bytes that are not UTF-8, and an end without a line feed", async () => {
    const one = await asked([[40, "mine"]]);
    const upstream = { "d/f": ending("th\xE9irs") };
    const kept = await resolved(one, upstream, ending("b\xF6th").toString("latin1"));
    const there = await on(one, upstream, kept);
    expect(resultsOf(there)).toEqual(["resolved"]);
    const wanted = await one.rig.commit({ "d/f": ending("b\xF6th"), fresh: "new\n" });
    expect(there.tree).toBe(wanted.tree);
  });
});
