// Which commits stand in the way of a hunk: real histories, real conflicts.
// @module-tag process

import { describe, expect, test } from "vitest";
import {
  argument,
  context,
  driver,
  elsewhere,
  Histories,
  patched,
  path,
  probe,
  start,
  told,
} from "../../test/conflict-rig.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import type { Tree } from "../../test/git-rig.ts";
import { Git, type GitCall, type GitResult } from "../../tools/git.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { conflictCauses } from "./conflict-cause.ts";

const inHeader = (text: string): Tree => ({ "include/demo.h": text });

describe.concurrent("where the head is newer", () => {
  test("the commit that changed the line is a prerequisite, with all that one needs to find it", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const message =
      "xen/demo: Start it right\n\nWhy.\n\nLink: http://mirror.example/bug\nLink: http://mirror.example/r/1@x\n";
    const head = await histories.on(base, [argument, message]);
    const [cause, ...others] = await histories.causes(base, { [path]: patched }, head);
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ path, side: "newer" });
    expect(cause?.header).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@ static int demo_probe/);
    expect(cause?.commits).toEqual([
      {
        commit: head.commit,
        subject: "xen/demo: Start it right",
        author: "A. Uthor <a@example.org>",
        date: expect.stringMatching(/^2023-11-\d\dT[\d:]+\+01:00$/),
        link: "http://mirror.example/r/1@x",
        kind: "prerequisite",
      },
    ]);
  });

  test("one that changed the context only is incidental, one that was elsewhere is not named", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const head = await histories.on(base, [elsewhere, "remove: halt"], [context, "other errors"]);
    expect(told(await histories.causes(base, { [path]: patched }, head))).toEqual([
      "newer: incidental other errors",
    ]);
  });

  test("a line is followed through what became of it", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const again = probe(`${start}\tdemo_begin(dev, false);\n\treturn 0;`);
    const head = await histories.on(base, [argument, "first"], [again, "second"]);
    expect(told(await histories.causes(base, { [path]: patched }, head))).toEqual([
      "newer: prerequisite second",
      "newer: prerequisite first",
    ]);
  });

  test("lines that are gone without a trace name who took them", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const head = await histories.on(base, [
      probe(`${start.split("\n\n")[0]}\n\treturn 0;`),
      "no start",
    ]);
    expect(told(await histories.causes(base, { [path]: patched }, head))).toEqual([
      "newer: prerequisite no start",
    ]);
  });

  test("a variable that the patch uses makes its renaming a prerequisite", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const added = driver({ probe: `${start}\tdemo_start(dev);\n\tdemo_check(ret);\n\treturn 0;` });
    const renamed = start
      .replaceAll("ret;", "err;")
      .replace("ret =", "err =")
      .replace("(ret)", "(err)");
    const head = await histories.on(base, [
      probe(`${renamed}\tdemo_start(dev);\n\treturn err;`),
      "err, not ret",
    ]);
    const small = probe(`${start}\tdemo_start(dev);\n\n\treturn 0;`);
    const other = await histories.on(base, [small, "a blank line"]);
    expect(told(await histories.causes(base, { [path]: added }, head))).toEqual([
      "newer: prerequisite err, not ret",
    ]);
    expect(told(await histories.causes(base, { [path]: added }, other))).toEqual([
      "newer: incidental a blank line",
    ]);
  });

  test("a function that the patch calls makes the commit that changed it a prerequisite, wherever it is", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [
      { [path]: driver(), ...inHeader("int a(void);\n") },
      "base",
    ]);
    const named = inHeader("int demo_start_all(struct device *dev);\n");
    const head = await histories.on(base, [{ ...context, ...named }, "other errors, and more"]);
    const causes = await histories.causes(
      base,
      { [path]: patched, ...inHeader("int a(void);\n") },
      head,
    );
    expect(told(causes)).toEqual(["newer: prerequisite other errors, and more"]);
  });

  test("the commit is named, not the merge that brought it", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const topic = await histories.on(base, [argument, "on a topic branch"]);
    const main = await histories.on(base, [
      { [path]: driver(), other: "1\n" },
      "on the main branch",
    ]);
    const head = await histories.merge(main, topic, { ...argument, other: "1\n" });
    expect(told(await histories.causes(base, { [path]: patched }, head))).toEqual([
      "newer: prerequisite on a topic branch",
    ]);
  });

  test("eight commits are named, and that there are more", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const many = Array.from({ length: 10 }, (_, n): [Tree, string] => [
      probe(`${start}\tdemo_start(dev, ${n});\n\treturn 0;`),
      `change ${n}`,
    ]);
    const [cause] = await histories.causes(
      base,
      { [path]: patched },
      await histories.on(base, ...many),
    );
    expect(cause?.commits.map(({ subject }) => subject)).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2].map((n) => `change ${n}`),
    );
    expect(cause?.more).toBe(true);
  });
});

describe.concurrent("files that are elsewhere", () => {
  test("a rename is named, and what happened to the lines under both names", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const moved = "drivers/xen/demo/core.c";
    const last = { [moved]: driver({ probe: `${start}\tdemo_go(dev);\n\treturn 0;` }) };
    const head = await histories.on(
      base,
      [argument, "before"],
      [{ [moved]: argument[path] ?? "" }, "move it"],
      [last, "after"],
    );
    expect(told(await histories.causes(base, { [path]: patched }, head))).toEqual([
      "newer: prerequisite after",
      "newer: prerequisite move it",
      "newer: prerequisite before",
    ]);
  });

  test("a deletion is named", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver(), other: "1\n" }, "base"]);
    const head = await histories.on(base, [{ other: "1\n" }, "drop the driver"]);
    expect(told(await histories.causes(base, { [path]: patched, other: "1\n" }, head))).toEqual([
      "newer: prerequisite drop the driver",
    ]);
  });

  test("a file that the patch would make, and the head has, names who made it", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ other: "1\n" }, "base"]);
    const head = await histories.on(base, [
      { other: "1\n", [path]: driver() },
      "a driver of its own",
    ]);
    expect(told(await histories.causes(base, { other: "1\n", [path]: patched }, head))).toEqual([
      "newer: prerequisite a driver of its own",
    ]);
  });

  test("an older head that lacks the file names who made it later", async () => {
    const histories = await Histories.make();
    const head = await histories.on(undefined, [{ other: "1\n" }, "long ago"]);
    const base = await histories.on(head, [{ other: "1\n", [path]: driver() }, "add the driver"]);
    expect(told(await histories.causes(base, { other: "1\n", [path]: patched }, head))).toEqual([
      "older: prerequisite add the driver",
    ]);
  });
});

describe.concurrent("where the head is older", () => {
  test("the commits that it lacks are named, and told apart", async () => {
    const histories = await Histories.make();
    const head = await histories.on(undefined, [
      probe(`${start}\tdemo_go(dev);\n\treturn 9;`),
      "long ago",
    ]);
    const base = await histories.on(
      head,
      [probe(`${start}\tdemo_start(dev);\n\treturn 9;`), "start, not go"],
      [{ [path]: driver() }, "return 0"],
    );
    expect(told(await histories.causes(base, { [path]: patched }, head))).toEqual([
      "older: incidental return 0",
      "older: prerequisite start, not go",
    ]);
  });

  test("where both have gone on, each side has its cause", async () => {
    const histories = await Histories.make();
    const root = await histories.on(undefined, [
      probe(`${start}\tdemo_start(dev);\n\treturn 9;`),
      "root",
    ]);
    const base = await histories.on(root, [{ [path]: driver() }, "return 0"]);
    const head = await histories.on(root, [
      probe(`${start}\tdemo_start(dev, 1);\n\treturn 9;`),
      "stable fix",
    ]);
    expect(told(await histories.causes(base, { [path]: patched }, head))).toEqual([
      "newer: prerequisite stable fix",
      "older: incidental return 0",
    ]);
  });
});

/** Counts the processes. */
class CountedGit extends Git {
  calls: string[] = [];

  override async try(call: GitCall): Promise<GitResult> {
    this.calls.push(
      call.args.find((word) => /^[a-z]/.test(word) && !word.startsWith("core.")) ?? "",
    );
    return super.try(call);
  }
}

describe.concurrent("the cost", () => {
  test("is no process where nothing conflicts, and two for a hunk", async () => {
    const histories = await Histories.make();
    const base = await histories.on(undefined, [{ [path]: driver() }, "base"]);
    const head = await histories.on(base, [context, "other errors"]);
    const git = new CountedGit(histories.rig.git.dir);
    const db = ObjectDatabase.of(git.dir);
    const workDir = await temporaryFolder();
    const nothing = { db, git, workDir, base, head, patch: { subject: "", files: [] }, hunks: [] };
    expect(await conflictCauses(nothing)).toEqual([]);
    expect(git.calls).toEqual([]);
    await histories.causes(base, { [path]: patched }, head, git);
    expect(git.calls).toEqual(["log", "diff-tree"]);
  });
});
