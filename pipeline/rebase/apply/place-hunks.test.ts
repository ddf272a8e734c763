// One file: what still applies, what has landed, and what looks like both.

import { expect, test } from "vitest";
import { parsePatch } from "../../parse/patch/patch.ts";
import { Random } from "../../model/random.ts";
import { placeHunks } from "./place-hunks.ts";

const letters = "abcdefghijklmnopqrstuvwxyz".split("");
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

test("a hunk applies with its drift, and its result has landed", () => {
  const hunks = hunksOf("@@ -9,7 +9,7 @@", [" i", " j", " k", "-l", "+L", " m", " n", " o"]);
  expect(placeHunks(text(letters), hunks).placed).toEqual([{ state: "applies", drift: 0 }]);
  const moved = ["new", "new", ...letters];
  expect(placeHunks(text(moved), hunks).placed).toEqual([{ state: "applies", drift: 2 }]);
  const landed = moved.map((line) => (line === "l" ? "L" : line));
  expect(placeHunks(text(landed), hunks).placed).toEqual([{ state: "landed" }]);
});

test("lines that are neither the old nor the new ones are a conflict", () => {
  const hunks = hunksOf("@@ -9,7 +9,7 @@", [" i", " j", " k", "-l", "+L", " m", " n", " o"]);
  expect(placeHunks(text(letters.with(11, "other")), hunks).placed).toEqual([
    { state: "conflict" },
  ]);
  const near = letters.with(11, "L").with(12, "other");
  expect(placeHunks(text(near), hunks).placed).toEqual([{ state: "conflict" }]);
});

test("of two hunks one can have landed, and the other one still applies", () => {
  const hunks = [
    ...hunksOf("@@ -2,7 +2,9 @@", [" b", " c", " d", "+1", "+2", " e", " f", " g"]),
    ...hunksOf("@@ -18,6 +20,7 @@", [" r", " s", " t", "+3", " u", " v", " w"]),
  ];
  const second = letters.toSpliced(20, 0, "3");
  expect(placeHunks(text(second), hunks).placed).toEqual([
    { state: "applies", drift: 0 },
    { state: "landed" },
  ]);
  const first = letters.toSpliced(4, 0, "1", "2");
  expect(placeHunks(text(first), hunks).placed).toEqual([
    { state: "landed" },
    { state: "applies", drift: 0 },
  ]);
});

test("taken-away lines have landed where their context stands together as expected, or nowhere else", () => {
  const hunks = hunksOf("@@ -9,7 +9,6 @@", [" i", " j", " k", "-l", " m", " n", " o"]);
  const gone = letters.filter((line) => line !== "l");
  expect(placeHunks(text(letters), hunks).placed).toEqual([{ state: "applies", drift: 0 }]);
  expect(placeHunks(text(gone), hunks).placed).toEqual([{ state: "landed" }]);
  expect(placeHunks(text(["new", ...gone]), hunks).placed).toEqual([{ state: "landed" }]);
});

test("context that stands together in several places shows no deletion", () => {
  const brace = ["}", "", "int f(void)", "{", "}", ""];
  const hunks = hunksOf("@@ -22,6 +22,5 @@", [" }", " ", "-gone", " int f(void)", " {"]);
  const elsewhere = [...brace, ...letters, ...brace, "changed"];
  expect(placeHunks(text(elsewhere), hunks).placed).toEqual([{ state: "conflict" }]);
});

test("a deletion whose context also stands together far away still applies where its lines are", () => {
  const hunks = hunksOf("@@ -9,5 +9,4 @@", [" i", " j", "-k", " l", " m"]);
  const both = [...letters, "i", "j", "l", "m", "end"];
  expect(placeHunks(text(both), hunks).placed).toEqual([{ state: "applies", drift: 0 }]);
});

test("an addition whose lines stand there already, and whose context stands elsewhere too, has landed", () => {
  const hunks = hunksOf("@@ -3,4 +3,5 @@", [" c", " d", "+x", " e", " f"]);
  const both = [...letters.toSpliced(4, 0, "x"), "c", "d", "e", "f", "end"];
  expect(placeHunks(text(both), hunks).placed).toEqual([{ state: "landed" }]);
});

test("one more line among equal ones cannot be told from the others: it has not landed", () => {
  const hunks = hunksOf("@@ -3,4 +3,5 @@", [" r", " r", "+r", " r", " r"]);
  const same = Array.from({ length: 12 }, () => "r");
  expect(placeHunks(text(same), hunks).placed).toEqual([{ state: "applies", drift: 0 }]);
});

test("two equal additions of which one landed are one that landed", () => {
  const [one, two] = [
    hunksOf("@@ -1,4 +1,5 @@", [" {", " a", "+x", " b", " }"]),
    hunksOf("@@ -9,4 +10,5 @@", [" {", " a", "+x", " b", " }"]),
  ];
  const block = ["{", "a", "b", "}"];
  const done = ["{", "a", "x", "b", "}"];
  const between = ["1", "2", "3", "4"];
  const states = (lines: readonly string[]): string[] =>
    placeHunks(text(lines), [...one, ...two]).placed.map(({ state }) => state);
  expect(states([...block, ...between, ...block, "end"])).toEqual(["applies", "applies"]);
  expect(states([...done, ...between, ...block, "end"])).toEqual(["landed", "applies"]);
  expect(states([...done, ...between, ...done, "end"])).toEqual(["landed", "landed"]);
  expect(states([...done, ...between, "changed", "end"])).toEqual(["landed", "conflict"]);
});

test("a hunk without context that takes lines away is no proof by itself", () => {
  const hunks = hunksOf("@@ -12 +11,0 @@", ["-l"]);
  const gone = letters.filter((line) => line !== "l");
  expect(placeHunks(text(gone), hunks).placed).toEqual([{ state: "conflict" }]);
  expect(placeHunks("other\n", hunks).placed).toEqual([{ state: "conflict" }]);
});

test("a file that was emptied has landed only where it is empty", () => {
  const hunks = hunksOf("@@ -1,2 +0,0 @@", ["-a", "-b"]);
  expect(placeHunks("", hunks).placed).toEqual([{ state: "landed" }]);
  expect(placeHunks("a\nb\n", hunks).placed).toEqual([{ state: "applies", drift: 0 }]);
  expect(placeHunks("a\n", hunks).placed).toEqual([{ state: "conflict" }]);
});

test("made-up hunks apply to their old text and have landed in their new one", () => {
  const random = new Random(5);
  for (let n = 0; n < 300; n += 1) {
    const at = 4 + random.below(18);
    const gone = random.below(4);
    const come = Array.from({ length: random.below(3) + (gone ? 0 : 1) }, (_, k) => `new ${k}`);
    const after = letters.toSpliced(at, gone, ...come);
    const head = letters.slice(at - 3, at).map((line) => ` ${line}`);
    const tail = letters.slice(at + gone, at + gone + 3).map((line) => ` ${line}`);
    const old = letters.slice(at, at + gone).map((line) => `-${line}`);
    const body = [...head, ...old, ...come.map((line) => `+${line}`), ...tail];
    const hunks = hunksOf(`@@ -${at - 2},0 +${at - 2},0 @@`, body);
    expect(placeHunks(text(letters), hunks).placed).toEqual([{ state: "applies", drift: 0 }]);
    expect(placeHunks(text(after), hunks).placed).toEqual([{ state: "landed" }]);
  }
});

/** The header's counts are made to fit. */
function hunksOf(header: string, lines: readonly string[]) {
  const old = lines.filter((line) => !line.startsWith("+")).length;
  const fresh = lines.filter((line) => !line.startsWith("-")).length;
  const counted = header
    .replace(/-(\d+)(?:,\d+)?/, `-$1,${old}`)
    .replace(/\+(\d+)(?:,\d+)?/, `+$1,${fresh}`);
  const diff = `diff --git a/f b/f\n--- a/f\n+++ b/f\n${counted}\n${text(lines)}`;
  return parsePatch(diff)?.files[0]?.hunks ?? [];
}
