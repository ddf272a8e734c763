// What the one reader of diffs understands, and what it refuses rather than pass over.

import { describe, expect, test } from "vitest";
import { readDiff } from "./diff.ts";

const hunk = "@@ -1,3 +1,3 @@\n a\n-b\n+c\n d\n";
const git = `diff --git a/x b/x\n--- a/x\n+++ b/x\n${hunk}`;
const names = (from: string, to: string, body = hunk): string => `--- ${from}\n+++ ${to}\n${body}`;

const together = (text: string): string => {
  const { head, files, tail } = readDiff(text);
  return head + files.map((one) => one.junk + one.header + one.body).join("") + tail;
};

/** Where the one file of a diff was and is. */
const paths = (text: string, strip = 1) => {
  const { files, problem } = readDiff(text, strip);
  if (problem) throw problem;
  expect(files).toHaveLength(1);
  const [{ before, after } = {}] = files;
  return [before, after];
};

describe("paths", () => {
  const added = "@@ -0,0 +1 @@\n+b\n";
  const gone = "@@ -1 +0,0 @@\n-b\n";

  // prettier-ignore
  test.each([
    ["quilt's", `Index: l/x\n=====================\n${names("l.orig/x", "l/x")}`, 1, "x", "x"],
    ["with dates behind tabs", names("x.orig\t2001-01-01", "x\t2001-01-02"), 0, "x", "x"],
    ["with dates behind blanks", names("a/d/x 1970-01-01 00:00:00.000000000 +0000", "b/d/x  2024-06-22 11:27:13.93 -05:00"), 1, "d/x", "d/x"],
    ["with a name that only looks like a date", names("a/x 2024", "b/x 2024"), 1, "x 2024", "x 2024"],
    ["of a new file", names("/dev/null", "b/d/x", added), 1, undefined, "d/x"],
    ["of a file that is new by the epoch", names("a/x\t1970-01-01 01:00:00.000 +0100", "b/x\t2024-06-22 11:27:13 -0500", added), 1, undefined, "x"],
    ["of a file that is new by the epoch in the west", names("a/x\t1969-12-31 19:00:00 -0500", "b/x\t2024-06-22 11:27:13 -0500", added), 1, undefined, "x"],
    ["of a deleted file", names("a/d/x", "/dev/null", gone), 1, "d/x", undefined],
    ["of a file that is gone by the epoch", names("a/x\t2024-06-22 11:27:13 -0500", "b/x\t1970-01-01 00:00:00 +0000", gone), 1, "x", undefined],
    ["of a file that is emptied", names("a/x\t2024-06-22 11:27:13 -0500", "b/x\t2024-06-23 11:27:13 -0500", gone), 1, "x", "x"],
    ["without a folder", names("Makefile.orig", "Makefile"), 1, "Makefile", "Makefile"],
    ["with a longer new name", names("a/x", "b/x.new"), 1, "x", "x"],
    ["with a blank", "diff --git a/b c b/b c\nold mode 100644\nnew mode 100755\n", 1, "b c", "b c"],
    ["with octal escapes", 'diff --git "a/\\303\\244" "b/\\303\\244"\nold mode 100644\nnew mode 100755\n', 1, "ä", "ä"],
    ["with quotes, a tab and a backslash", names('"a/q\\"\\t\\\\"', '"b/q\\"\\t\\\\"'), 1, 'q"\t\\', 'q"\t\\'],
    ["that are no UTF-8", names("a/caf\xe9", "b/caf\xe9"), 1, "caf\udce9", "caf\udce9"],
    ["moved", "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", 1, "x", "y"],
    ["moved, with prefixes of their own", "diff --git i/x w/y\nsimilarity index 100%\nrename from x\nrename to y\n", 1, "x", "y"],
    ["that lead up", names("a/../x", "b/../x"), 1, "../x", "../x"],
    ["that are absolute", names("/etc/x", "/etc/x"), 1, "/etc/x", "/etc/x"],
    ...["i/ w/", "c/ i/", "o/ w/", "old/ new/"].map((prefix): [string, string, number, string, string] => {
      const [a, b] = prefix.split(" ");
      return [`behind ${prefix}`, git.replaceAll("a/x", `${a}d/x`).replaceAll("b/x", `${b}d/x`), 1, "d/x", "d/x"];
    }),
  ])("%s", (_, diff, strip, ...expected) => {
    expect(paths(diff, strip)).toEqual(expected);
    expect(together(diff)).toBe(diff);
  });

  test("a name without a folder takes the prefix from those behind it", () => {
    const { files } = readDiff(names("Makefile", "Makefile") + names("src/a.c", "src/a.c"));
    expect(files.map(({ after }) => after)).toEqual(["Makefile", "src/a.c"]);
  });

  test("an old side that is empty leaves open whether the file is new", () => {
    expect(readDiff(names("a/x", "b/x", added)).files[0]).toMatchObject({ newIfAbsent: true });
    expect(readDiff(names("a/x", "b/x")).files[0]).not.toHaveProperty("newIfAbsent");
  });
});

const made = (mode: string): string =>
  `diff --git a/x b/x\nnew file mode ${mode}\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+b\n`;

describe("modes", () => {
  test.each([
    ["100644", "100644"],
    ["100664", "100644"],
    ["100600", "100644"],
    ["100654", "100644"],
    ["100775", "100755"],
    ["100744", "100755"],
    ["0100755", "100755"],
    ["120777", "120000"],
    ["160000", "160000"],
  ])("%s is %s in a tree", (mode, is) => {
    expect(readDiff(made(mode)).files[0]).toMatchObject({ modeAfter: is });
  });

  test("what is none is refused", () => {
    expect(readDiff(made("100abc")).problem?.message).toContain("the mode 100abc is none");
  });
});

test("lines that look like headers stay in the hunk that counts them", () => {
  const diff = "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n--- b/y\n+++ a/y\n c\n-- \n2.39\n";
  const { files, tail } = readDiff(diff);
  expect(files).toHaveLength(1);
  expect(tail).toBe("-- \n2.39\n");
  expect(together(diff)).toBe(diff);
});

test("git's lone header of a file that did not change is passed over, as git does", () => {
  const { files, problem } = readDiff(`diff --git a/y b/y\n${git}`);
  expect([files.length, problem]).toEqual([1, undefined]);
});

test("a message may show a hunk, the notes before the diff may not", () => {
  const shown = "@@ -1 +1 @@\n-a\n+b\n";
  expect(readDiff(`Why:\n${shown}---\n\n${git}`).problem).toBeUndefined();
  expect(readDiff(`Why.\n---\n${shown}\n${git}`).problem).toMatchObject({ line: 3 });
});

const from = "From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001\n";
const second = "@@ -11,3 +11,3 @@\n a\n-b\n+c\n d\n";

// prettier-ignore
test.each([
  ["a hunk behind a blank line", `${git}\n${second}`, 10, /without a file/],
  ["a hunk behind prose", `${git}and then\n${second}`, 10, /without a file/],
  ["a hunk behind a signature", `${git}-- \n2.39\n${second}`, 11, /without a file/],
  ["a context line too many", `${git} e\n${second}`, 10, /without a file/],
  ["an added line too many, at the end too", `${git}+e\n`, 9, /leave this line out: \+e/],
  ["a removed line too many", `${git}-e\n`, 9, /leave this line out: -e/],
  ["counts that are too high", git.replace("-1,3 +1,3", "-1,4 +1,4"), 9, /ends before its counts/],
  ["counts that make a signature a removed line", `${git.replace("-1,3", "-1,4")}-- \n2.39.5\n`, 9, /ends before its counts/],
  ["counts that make a header two lines", names("a/x", "b/x", hunk.replace("-1,3 +1,3", "-1,4 +1,4")) + names("a/y", "b/y"), 8, /ends before its counts/],
  ["counts that are none", git.replace("-1,3", "-1,x"), 4, /is damaged/],
  ["a hunk that changes nothing", git.replace("-b\n+c\n", " b\n"), 1, /changes nothing/],
  ["a line that was broken in two", git.replace("+c", "+c\nc"), 8, /ends before its counts/],
  ["a last line without an end", git.slice(0, -1), 8, /has no end/],
  ["no prefix", git.replaceAll(/[ab]\/x/g, "d/x"), 1, /no folder in front/],
  ["no prefix of a file that moved", "diff --git d/x d/y\nsimilarity index 100%\nrename from d/x\nrename to d/y\n", 1, /no folder in front/],
  ["no prefix at the top", git.replaceAll(/[ab]\/x/g, "x"), 1, /no folder in front/],
  ["names that do not agree", git.replace("+++ b/x", "+++ b/y"), 1, /do not agree/],
  ["a header without a hunk", "diff --git a/x b/x\nindex 1234567..89abcde 100644\n", 1, /no hunk/],
  ["a new file with old contents", git.replace("--- a/x", "new file mode 100644\n--- a/x"), 1, /old contents/],
  ["a deleted file with contents", git.replace("--- a/x", "deleted file mode 100644\n--- a/x"), 1, /still has contents/],
  ["a header line without a file", `${git}new file mode 100755\n`, 9, /belongs to no file/],
  ["a file that becomes a link", "diff --git a/x b/x\nold mode 100644\nnew mode 120000\n", 1, /of no use/],
  ["a combined diff", `${git}diff --cc y\nindex 1,2..3\n@@@ -1,1 -1,1 +1,1 @@@\n`, 9, /combined/],
  ["a context diff behind a unified one", `${git}*** a/y\n--- b/y\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n`, 9, /context diff/],
  ["a byte order mark", `\xef\xbb\xbf${from}\n${git}`, 1, /byte order mark/],
  ["a byte order mark before the diff", `Why.\n---\n\xef\xbb\xbf${git}`, 3, /byte order mark/],
  ["UTF-16", "\xff\xfed\0i\0f\0f\0", 1, /byte order mark/],
  ["a binary patch that is cut", "diff --git a/x b/x\nindex 1..2\nGIT binary patch\nliteral 11\nScmZQr{XaP)F)u\n", 5, /truncated or damaged/],
])("%s is refused with its line", (_, diff, line, why) => {
  const { problem } = readDiff(diff);
  expect(problem?.message).toMatch(why);
  expect(problem?.line).toBe(line);
});

test("a footer, a boundary of MIME and a signature are no part of the last hunk", () => {
  for (const tail of ["____\nlist\n", "--XX--\n", "-----BEGIN PGP SIGNATURE-----\n", "\n-- \n2\n"])
    expect(readDiff(git + tail)).toMatchObject({ tail });
});
