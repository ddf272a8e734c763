// info.json as XTF's mkinfo.py writes it, and what becomes of it.

import { expect, test } from "vitest";
import { xtfTests } from "./xtf-info.ts";

function info(change: object = {}): string {
  const plain = { name: "invlpg", category: "functional", environments: [], variations: [] };
  return JSON.stringify({ ...plain, ...change }, undefined, 4);
}

test("each environment is a test, as a domain of the type that it is made for", () => {
  expect(xtfTests(info({ environments: ["pv64", "hvm32pae"] }))).toEqual([
    { instance: "test-pv64-invlpg", kernel: "invlpg/test-pv64-invlpg", type: "pv" },
    { instance: "test-hvm32pae-invlpg", kernel: "invlpg/test-hvm32pae-invlpg", type: "hvm" },
  ]);
});

test("its variations are tests of one kernel, and then there is none without a variation", () => {
  const found = xtfTests(info({ environments: ["hvm64"], variations: ["hap", "shadow"] }));
  expect(found?.map(({ instance }) => instance)).toEqual([
    "test-hvm64-invlpg~hap",
    "test-hvm64-invlpg~shadow",
  ]);
  expect(new Set(found?.map(({ kernel }) => kernel))).toEqual(
    new Set(["invlpg/test-hvm64-invlpg"]),
  );
});

test.each(["utility", "in-development"])("what is %s is not run", (category) => {
  expect(xtfTests(info({ category, environments: ["pv64"] }))).toEqual([]);
});

test.each([
  ["no JSON", "{"],
  ["a name that leaves its folder", info({ name: "../xen", environments: ["pv64"] })],
  ["an environment that ends xl's line", info({ environments: ['pv64"\nkernel="/bin/sh'] })],
  ["no environments", info({ environments: undefined })],
])("%s is none", (_, text) => {
  expect(xtfTests(text)).toBeUndefined();
});
