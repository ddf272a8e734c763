// The alarm that the head's file has a patch's addition twice: someone added the same in other words.

import type { MisapplyAlarm } from "../../model/patches/patch-result.ts";
import { isKeyword } from "../../parse/source/c-text.ts";
import type { Hunk } from "../../parse/patch/patched-file.ts";
import { hasObjects, sourceObjects } from "../../parse/source/source-objects.ts";
import { imageOf } from "../apply/apply-hunks.ts";

/**
 * For runs of added lines with three telling ones at least, for whole definitions, and for single lines of a Makefile.
 * No alarm for what the author's own file has twice.
 */
export function twiceAlarms(
  path: string,
  { authored, result }: { readonly authored: string; readonly result: string },
  hunks: readonly Hunk[],
): MisapplyAlarm[] {
  const texts: Sides = [authored, result];
  return hunks.flatMap((hunk) => {
    const says = addedRuns(hunk)
      .map((run) => twiceAsText(path, texts, run) ?? twiceDefined(path, texts, run))
      .find(Boolean);
    return says ? [{ alarm: "twice", path, header: hunk.header, says }] : [];
  });
}

/** A quick no for most, without a look at what the author has: MAINTAINERS has 30,000 lines. */
export function mayStandTwice(path: string, result: string, hunks: readonly Hunk[]): boolean {
  const isTwice = (text: string): boolean => result.indexOf(text) !== result.lastIndexOf(text);
  return hunks
    .flatMap((hunk) => addedRuns(hunk))
    .some((run) => {
      const [first = ""] = telling(run.join("\n"));
      if (isTwice(first)) return true;
      return hasObjects(path) && sourceObjects(path, run).some(({ name }) => isTwice(name));
    });
}

/** What the author has, and what the head has now. */
type Sides = readonly [authored: string, result: string];

/** Fewer stand somewhere else by chance. */
const fewestLines = 3;

function twiceAsText(path: string, texts: Sides, run: readonly string[]): string | undefined {
  const added = telling(run.join("\n"));
  const isList = /(?:^|\/)(?:Makefile|Kbuild)[^/]*$/.test(path);
  const isLong = added.filter((line) => namesTwo(line)).length >= fewestLines;
  if (!isLong && !(isList && added.length && added.every((line) => line.includes("="))))
    return undefined;
  const [once = 0, now = 0] = texts.map((text) => occurrences(telling(text), added));
  return hasGrown(once, now)
    ? `what it adds stands there ${now} times now: ${added[0]}`
    : undefined;
}

/** Where the patch does not apply to its own base, its author has what it adds not even once. */
function hasGrown(once: number, now: number): boolean {
  return now > Math.max(once, 1);
}

/** A line that names less is in every function: `return ret;`. */
function namesTwo(line: string): boolean {
  const words = line.match(/[A-Za-z_]\w+/g) ?? [];
  return new Set(words.filter((word) => !isKeyword(word))).size >= 2;
}

function twiceDefined(path: string, texts: Sides, run: readonly string[]): string | undefined {
  const added = sourceObjects(path, run);
  const named = added.filter(({ kind, name }) => kind !== "list" && !nameless.test(name));
  const twice = named.find(({ name }) => {
    const [once = 0, now = 0] = texts.map((text) => definitions(path, text, name));
    return hasGrown(once, now);
  });
  return twice ? `${twice.name} is defined there twice now` : undefined;
}

function definitions(path: string, text: string, wanted: string): number {
  const objects = sourceObjects(path, imageOf(text).lines);
  return objects.filter(({ name }) => name === wanted).length;
}

const nameless = /^(?:struct|union|enum|choice)$/;

function addedRuns({ lines }: Hunk): string[][] {
  const runs: string[][] = [];
  for (const [at, line] of lines.entries()) {
    if (line[0] !== "+") continue;
    if (lines[at - 1]?.[0] !== "+") runs.push([]);
    runs.at(-1)?.push(line.slice(1).trimEnd());
  }
  return runs;
}

/** Lines that are not blank, without white space around them. */
function telling(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function occurrences(text: readonly string[], run: readonly string[]): number {
  return text.filter((_, at) => run.every((line, n) => text[at + n] === line)).length;
}
