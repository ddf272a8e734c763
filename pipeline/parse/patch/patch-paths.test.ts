import { expect, test } from "vitest";
import { unsafePath } from "./patch-paths.ts";

// prettier-ignore
const unsafe: readonly (readonly [string, string])[] = [
  ["../etc/passwd", "leaves the tree"],
  ["drivers/../../x", "leaves the tree"],
  ["a\\..\\x", "leaves the tree"],
  ["/etc/passwd", "is absolute"],
  ["C:/x", "is absolute"],
  ["\\\\host\\x", "is absolute"],
  [".git/config", "lies in .git"],
  ["sub/.GIT/hooks/post-checkout", "lies in .git"],
  [".git . /config", "lies in .git"],
  [".git::$INDEX_ALLOCATION/config", "lies in .git"],
  ["GIT~1/config", "lies in .git"],
  [".g\u200cit/config", "lies in .git"],
  [".g\u00e2\u0080\u008cit/config", "lies in .git"],
  ["a//b", "has an empty part"],
  ["./a", "has an empty part"],
  ["", "is empty"],
  ["a\0b", "holds a NUL byte"],
];

test.each(unsafe)("%j is refused: it %s", (path, why) => {
  expect(unsafePath(path)).toBe(why);
});

test.each([".gitignore", "Documentation/a b.rst", "a..b", "x/.github/ci", "git/x", "tools/ä.c"])(
  "%s may be written",
  (path) => {
    expect(unsafePath(path)).toBeUndefined();
  },
);
