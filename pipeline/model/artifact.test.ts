// Finding the files that a value speaks of.

import { expect, test } from "vitest";
import { artifactsIn } from "./artifact.ts";

const file = (name: string) => ({ name, digest: "d", bytes: 1 });

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
