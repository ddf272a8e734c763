// One spelling for equal values, another for any other.

import { expect, test } from "vitest";
import { digestOf, digestOfValue } from "./digest.ts";
import { canonicalJson } from "./json.ts";

test("the order in which members were written does not count, at any depth", () => {
  const one = { b: [{ y: 1, x: 2 }], a: null, "10": 0, "9": 1 };
  const two = { "9": 1, a: null, "10": 0, b: [{ x: 2, y: 1 }] };
  expect(canonicalJson(one)).toBe(canonicalJson(two));
  expect(canonicalJson({ b: 1, a: [true, "x"] })).toBe('{"a":[true,"x"],"b":1}');
});

test("the order of a list counts", () => {
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test("an undefined member is an absent one", () => {
  expect(canonicalJson({ a: undefined, b: { c: undefined } })).toBe('{"b":{}}');
});

test("values that look alike are told apart", () => {
  const values = [
    null,
    "null",
    0,
    "0",
    false,
    "",
    [],
    {},
    [null],
    { a: null },
    ["a"],
    { "0": "a" },
  ];
  const spelled = new Set([...values.map(canonicalJson), canonicalJson({ ["__proto__"]: 1 })]);
  expect(spelled.size).toBe(values.length + 1);
});

test("digests are SHA-256 of UTF-8, also of what is not ASCII", () => {
  expect(digestOf("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(digestOf("ü")).toBe(digestOf(Buffer.from([0xc3, 0xbc])));
  expect(digestOfValue({ b: 1, a: 2 })).toBe(digestOf('{"a":2,"b":1}'));
});
