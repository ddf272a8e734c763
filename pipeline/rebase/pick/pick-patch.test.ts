// One patch onto one tree, with real git, against what `git am -3` makes of the same mail.
// @module-tag process

import { describe, expect, test } from "vitest";
import { GitRig, patchFile, type Tree } from "../../test/git-rig.ts";
import {
  changed,
  file,
  numbered,
  rebase,
  resultsOf,
  text,
  valueOf,
} from "../../test/rebase-rig.ts";

/** One commit of the author on `before`, rebased onto `upstream`. */
async function picked(before: Tree, after: Tree, upstream: Tree, ...options: string[]) {
  const rig = await GitRig.make();
  const writtenOn = await rig.commit(before);
  const patches = await rig.patches(
    writtenOn,
    await rig.commit(after, "subsys: change it\n\nBecause.\n", writtenOn),
    ...options,
  );
  const head = await rig.commit(upstream);
  return { rig, patches, head, outcome: await rebase(rig, patches, head, writtenOn) };
}

type Picked = Awaited<ReturnType<typeof picked>>;

/** The tree must be the one that git am makes. */
async function expectAsAm({ rig, patches, head, outcome }: Picked, result: string) {
  const am = await rig.am(head, patches);
  expect(am.ok).toBe(true);
  expect(resultsOf(valueOf(outcome))).toEqual([result]);
  expect(valueOf(outcome).tree).toBe(am.tree);
}

describe.concurrent("one patch", () => {
  test("that fits as it stands is clean", async () => {
    const one = await picked({ f: file }, { f: changed(20, "new") }, { f: file, other: "x\n" });
    await expectAsAm(one, "clean");
  });

  test("that fits some lines further down is drifted, and says how far", async () => {
    const upstream = text(["one", "two", "three", ...numbered]);
    const one = await picked({ f: file }, { f: changed(20, "new") }, { f: upstream });
    await expectAsAm(one, "drifted");
    expect(valueOf(one.outcome).patches[0]?.drift).toBe(3);
  });

  test("whose context changed is merged three ways from the blobs its index lines name", async () => {
    const upstream = changed(18, "upstream was here");
    const one = await picked({ f: file }, { f: changed(20, "new") }, { f: upstream });
    await expectAsAm(one, "merged");
  });

  test("that upstream has taken already is empty, and leaves the commit where it was", async () => {
    const after = { f: changed(20, "new") };
    const { outcome, head } = await picked({ f: file }, after, { ...after, g: "g\n" });
    expect(resultsOf(valueOf(outcome))).toEqual(["empty"]);
    expect(valueOf(outcome)).toMatchObject({ commit: head.commit, tree: head.tree });
  });

  test("that upstream changed otherwise is a conflict that names file and hunk", async () => {
    const after = text(numbered.with(4, "fits").with(19, "mine"));
    const { outcome, head } = await picked(
      { "a/f.c": file },
      { "a/f.c": after },
      { "a/f.c": changed(20, "theirs") },
    );
    expect(outcome.status).toBe("fail");
    const value = valueOf(outcome);
    expect(value.patches[0]?.conflicts).toEqual(["a/f.c @@ -17,7 +17,7 @@ line 16"]);
    expect(value.tree).toBe(head.tree);
    expect(outcome).toMatchObject({
      finding: {
        reason: "conflict",
        fault: "series",
        detail: value.patches[0]?.conflicts,
      },
    });
  });

  test("for a file that the head does not have says so", async () => {
    const { outcome } = await picked(
      { f: file, g: "g\n" },
      { f: changed(20, "mine"), g: "h\n" },
      { g: "g\n" },
    );
    expect(valueOf(outcome).patches[0]?.conflicts).toContain("f (not in this head)");
  });

  test("with another binary file than the head's is a conflict, not a crash", async () => {
    const [a, b, c] = [0, 1, 2].map((n) => Buffer.from([0, 255, n, 0, 7, n]));
    const { outcome } = await picked({ f: a ?? "" }, { f: b ?? "" }, { f: c ?? "" }, "--binary");
    expect(resultsOf(valueOf(outcome))).toEqual(["conflict"]);
    expect(valueOf(outcome).patches[0]?.conflicts).toEqual(["f binary"]);
  });

  const shapes: readonly (readonly [string, Tree, Tree, Tree])[] = [
    ["a new file", { f: file }, { f: file, "d/new.c": "int x;\n" }, { f: file, g: "g\n" }],
    ["a new empty file", { f: file }, { f: file, empty: "" }, { f: file, g: "g\n" }],
    ["a file that goes", { f: file, g: "g\n" }, { f: file }, { f: file, g: "g\n", h: "h\n" }],
    ["a file that moves", { f: file }, { "d/g": file }, { f: file, h: "h\n" }],
    ["a file that moves and changes", { f: file }, { g: changed(9, "x") }, { f: file, h: "h\n" }],
    ["a mode", { f: file }, { f: { mode: "100755", text: file } }, { f: file, h: "h\n" }],
    [
      "a new script",
      { f: file },
      { f: file, "run me": { mode: "100755", text: "#!/bin/sh\n" } },
      { f: file, h: "h\n" },
    ],
    [
      "a symbolic link",
      { f: file },
      { f: file, link: { mode: "120000", text: "f" } },
      { f: file, h: "h\n" },
    ],
    [
      "a file without a last line feed",
      { f: `${file}end` },
      { f: `${file}END` },
      { f: `${file}end`, h: "" },
    ],
    [
      "a line that looks like a mail's end",
      { f: "a\nb\n-- \nc\n" },
      { f: "a\nx\n-- \nc\n" },
      { f: "a\nb\n-- \nc\n", h: "" },
    ],
    [
      "a name with a blank",
      { "a b.c": file },
      { "a b.c": changed(3, "x") },
      { "a b.c": file, h: "" },
    ],
    [
      "a name that is not ASCII",
      { "Grüße.c": file },
      { "Grüße.c": changed(3, "x") },
      { "Grüße.c": file, h: "" },
    ],
    [
      "a name with a b/ in it",
      { "x b/y.c": file },
      { "x b/y.c": changed(3, "x") },
      { "x b/y.c": file, h: "" },
    ],
  ];

  test.each(shapes)("of %s gives git am's tree", async (_, before, after, upstream) => {
    await expectAsAm(await picked(before, after, upstream), "clean");
  });

  test("of lines that end with CR keeps them, where git am asks for --keep-cr", async () => {
    const { rig, outcome } = await picked(
      { f: "a\r\nb\r\nc\r\n" },
      { f: "a\r\nB\r\nc\r\n" },
      { f: "a\r\nb\r\nc\r\n", h: "" },
    );
    const kept = await rig.commit({ f: "a\r\nB\r\nc\r\n", h: "" });
    expect(valueOf(outcome).tree).toBe(kept.tree);
  });

  test("of a binary file gives git am's tree", async () => {
    const [a, b] = [1, 2].map((n) =>
      Buffer.from(Array.from({ length: 99 }, (_, i) => i % (4 * n))),
    );
    const before = { f: a ?? "", g: "g\n" };
    const one = await picked(before, { ...before, f: b ?? "" }, { ...before, h: "" }, "--binary");
    await expectAsAm(one, "clean");
  });

  test("of a file that upstream moved away follows it where git am does", async () => {
    const one = await picked({ f: file }, { f: changed(20, "new") }, { moved: file });
    const am = await one.rig.am(one.head, one.patches);
    expect([one.outcome.status === "pass", valueOf(one.outcome).tree]).toEqual([am.ok, am.tree]);
  });

  test("of a file where the head has a folder is a conflict", async () => {
    const { outcome } = await picked({ f: file }, { f: changed(2, "x") }, { "f/g": "another\n" });
    expect(resultsOf(valueOf(outcome))).toEqual(["conflict"]);
  });

  test("of a new file that the head has with other content is a conflict", async () => {
    const { outcome } = await picked({ f: file }, { f: file, g: "mine\n" }, { g: "theirs\n" });
    expect(resultsOf(valueOf(outcome))).toEqual(["conflict"]);
  });

  test.each(["../outside", "/tmp/outside", ".git/hooks/post-checkout", "a/../../outside"])(
    "that names %s is refused, and nothing is written",
    async (path) => {
      const { rig, patches, head } = await picked(
        { f: file },
        { f: file, "new.c": "x\n" },
        { f: file },
      );
      const mail = patches[0]?.text.replaceAll("new.c", path) ?? "";
      const outcome = await rebase(rig, [patchFile("evil.patch", mail)], head, head);
      expect(resultsOf(valueOf(outcome))).toEqual(["conflict"]);
      expect(valueOf(outcome).tree).toBe(head.tree);
    },
  );

  test("of a renamed and changed file whose context changed is merged as by git am", async () => {
    const upstream = { f: changed(18, "upstream"), g: "g\n" };
    const one = await picked({ f: file }, { h: changed(20, "new") }, upstream);
    await expectAsAm(one, "merged");
  });
});
