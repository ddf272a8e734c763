// Finding the files that a value speaks of.

import { expect, test } from "vitest";
import { artifactsIn } from "./artifact.ts";

const digest = "d0".repeat(32);
const file = (name: string) => ({ name, digest, bytes: 1 });

test("artifacts are found however deep they lie", () => {
  const value = {
    a: file("a"),
    list: [1, null, { b: file("b") }, [file("c")]],
    not: { name: "n" },
  };
  expect(artifactsIn(value).map(({ name }) => name)).toEqual(["a", "b", "c"]);
});

test("a value without files speaks of none", () => {
  for (const value of [undefined, null, 1, "digest", [], { name: "x", digest: "y" }])
    expect(artifactsIn(value)).toEqual([]);
});

test.each([
  ["a path", { name: "x", digest: "../../../etc/passwd", bytes: 1 }],
  ["a short digest", { name: "x", digest: "d0", bytes: 1 }],
  ["upper case", { name: "x", digest: "D0".repeat(32), bytes: 1 }],
  ["a name with a folder", { name: "../x", digest, bytes: 1 }],
  ["a name that is a folder", { name: "..", digest, bytes: 1 }],
  ["texts alone, as facts are", { name: "x", digest, bytes: "1" }],
  ["a size below nothing", { name: "x", digest, bytes: -1 }],
  ["more than a file", { name: "x", digest, bytes: 1, by: "somebody" }],
])("what only looks like a file is none: %s", (_, value) => {
  expect(artifactsIn({ facts: value })).toEqual([]);
});
