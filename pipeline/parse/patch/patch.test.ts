// Patches as git format-patch writes them, and texts that are none.
// @module-tag process

import { describe, expect, test } from "vitest";
import { GitRig, type Tree } from "../../test/git-rig.ts";
import { file, numbered, text } from "../../test/rebase-rig.ts";
import { type ParsedPatch, parsePatch } from "./patch.ts";

async function formatted(before: Tree, after: Tree, message = "x: y", ...options: string[]) {
  const rig = await GitRig.make();
  const base = await rig.commit(before);
  const patches = await rig.patches(base, await rig.commit(after, message, base), ...options);
  return patches[0]?.text ?? "";
}

function parsed(patch: string): ParsedPatch {
  const found = parsePatch(patch);
  if (found) return found;
  throw new Error("it was taken for no patch");
}

/** `before > after hunks`, a line for each file. */
function shapes(patch: string): string[] {
  return parsed(patch).files.map(
    ({ before = "none", after = "none", hunks }) => `${before} > ${after} ${hunks.length}`,
  );
}

describe.concurrent("the files of a patch", () => {
  // prettier-ignore
  const cases: readonly (readonly [string, Tree, Tree, string[]])[] = [
    ["changed in two places", { f: file }, { f: text(numbered.with(0, "a").with(30, "b")) }, ["f > f 2"]],
    ["new", { f: file }, { f: file, "d/g.c": "g\n" }, ["none > d/g.c 1"]],
    ["new and empty", { f: file }, { f: file, g: "" }, ["none > g 0"]],
    ["gone", { f: file, g: "g\n" }, { f: file }, ["g > none 1"]],
    ["moved", { f: file }, { g: file }, ["f > g 0"]],
    ["moved and changed", { f: file }, { "d/g": text(numbered.with(0, "a")) }, ["f > d/g 1"]],
    ["of another mode", { f: file }, { f: { mode: "100755", text: file } }, ["f > f 0"]],
    ["binary", { f: Buffer.from([0, 1]) }, { f: Buffer.from([0, 2]) }, ["f > f 0"]],
    ["with a blank", { "a b": file }, { "a b": text(numbered.with(0, "a")) }, ["a b > a b 1"]],
    ["with a b/ in the name", { "x b/y": file }, { "x b/y": text(numbered.with(0, "a")) }, ["x b/y > x b/y 1"]],
    ["not ASCII", { Grüße: file }, { Grüße: text(numbered.with(0, "a")) }, ["Grüße > Grüße 1"]],
    ["moved, not ASCII", { f: file }, { 'Grü"ße': file }, ['f > Grü"ße 0']],
    ["several", { a: "1\n", b: "1\n" }, { a: "2\n", b: "2\n" }, ["a > a 1", "b > b 1"]],
    ["with text like a header", { f: "a\n" }, { f: "a\ndiff --git a/x b/y\n@@ -1 +1 @@\n" }, ["f > f 1"]],
  ];

  test.each(cases)("%s", async (_, before, after, expected) => {
    expect(shapes(await formatted(before, after, "x: y", "--binary"))).toEqual(expected);
  });

  test("carry the blobs that their index lines name", async () => {
    const { files } = parsed(await formatted({ f: "a\n" }, { f: "b\n" }, "x", "--full-index"));
    expect(files[0]).toMatchObject({
      blobBefore: "78981922613b2afb6025042ff6bd878ac1994e85",
      blobAfter: "61780798228d17af2d34fce4cfbdf35556832472",
    });
  });

  test("are found in what diff -u writes, without their dates", () => {
    const plain = "--- a/f\t2020-01-01\n+++ b/f\t2020-01-02\n@@ -1 +1 @@\n-a\n+b\n";
    const added = "--- /dev/null\n+++ b/d/g\n@@ -0,0 +1 @@\n+b\n";
    expect(shapes(plain + added)).toEqual(["f > f 1", "none > d/g 1"]);
  });

  test("are the same where a mail's lines end with CR LF", async () => {
    const patch = await formatted({ f: "a\n" }, { f: "b\n" });
    expect(parsePatch(patch.replaceAll("\n", "\r\n"))).toEqual(parsePatch(patch));
  });

  test("carry no blobs where the patch names none", () => {
    const bare = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";
    expect(parsed(bare).files[0]).toEqual({
      before: "f",
      after: "f",
      junk: "",
      header: "diff --git a/f b/f\n--- a/f\n+++ b/f\n",
      body: "@@ -1 +1 @@\n-a\n+b\n",
      hunks: [{ header: "@@ -1 +1 @@", oldStart: 1, newStart: 1, lines: ["-a\n", "+b\n"] }],
    });
  });
});

function mail(subject: string): string {
  return `Subject: ${subject}\n\n---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n`;
}

describe("the subject", () => {
  const long = `x86/hypervisor: ${"a word and ".repeat(12)}the end`;

  test.each([
    ["short", "x86: do it"],
    ["folded over several lines", long],
    ["not ASCII", "x86: Größe, naïve 漢字"],
    ["folded and not ASCII", `${long} Größe ${long}`],
    ["with brackets of its own", "x86: [sic] do it"],
  ])("of a mail, %s, is what its author wrote", async (_, subject) => {
    const patch = await formatted({ f: "a\n" }, { f: "b\n" }, `${subject}\n\nSubject: not this\n`);
    expect(parsed(patch).subject).toBe(subject.trim().replaceAll(/\s+/g, " "));
  });

  test("loses what mailing lists put before it", () => {
    expect(parsed(mail("[PATCH v3 01/12] a: b")).subject).toBe("a: b");
    expect(parsed(mail("[RFC] [PATCH] a: b")).subject).toBe("a: b");
    expect(parsed(mail("=?utf-8?B?W1BBVENIXSBhOiDDvA==?=")).subject).toBe("a: ü");
  });

  test("of a bare diff is empty", () => {
    expect(parsed("diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n").subject).toBe("");
  });
});

describe("no patch", () => {
  test.each([
    ["nothing", ""],
    ["prose", "Subject: hello\n\nSee diff --git in the manual.\n"],
    [
      "a hunk that ends before its counts do",
      "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-a\n+b\n",
    ],
    ["a diff line with one name", "diff --git a/f\n"],
    ["a second file that is none", "diff --git a/f b/f\n--- a/f\n+++ b/f\ndiff --git nonsense\n"],
  ])("is %s", (_, what) => {
    expect(parsePatch(what)).toBeUndefined();
  });
});
