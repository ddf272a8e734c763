// Alarms about the surroundings of a hunk: its function has changed since the patch was written, or is a different one.

import type { MisapplyAlarm } from "../../model/patches/patch-result.ts";
import { codeLines } from "../../parse/source/c-text.ts";
import type { Hunk, PatchedFile } from "../../parse/patch/patched-file.ts";
import type { SourceObject } from "../../parse/source/source-object.ts";
import { enclosing, hasObjects, sourceObjects } from "../../parse/source/source-objects.ts";
import { imageOf } from "../apply/apply-hunks.ts";
import { type FileTexts, type HunkSite, hunkSites, type Pair } from "../apply/hunk-sites.ts";
import { lineMap, type Span } from "../apply/line-map.ts";

type FileObjects = { readonly lines: readonly string[]; readonly objects: readonly SourceObject[] };

/** In the order of the hunks; the same is said once. */
export function enclosingAlarms(
  file: PatchedFile,
  hunks: readonly Hunk[],
  texts: FileTexts,
): MisapplyAlarm[] {
  const path = file.after ?? "";
  const sites = hunkSites(file, hunks, texts);
  const [old, now] = [imageOf(texts.base).lines, imageOf(texts.head).lines];
  if (sites.every(({ whole }) => sameAround(old, whole.base, now, whole.head))) return [];
  const [base, head] = [objectsOf(path, old), objectsOf(path, now)];
  if (!base || !head) return [];
  const alarms = new Map<string, MisapplyAlarm>();
  for (const { hunk, changes } of sites)
    for (const change of changes) {
      const found = alarmAt(base, head, change, sites);
      if (found && !alarms.has(found.says))
        alarms.set(found.says, { ...found, path, header: hunk.header });
    }
  return [...alarms.values()];
}

/**
 * Whether the two files are equal from the end of the object above to the end of the one around: then so is what
 * encloses the hunk, and nothing need be parsed. That is so for most patches.
 */
function sameAround(base: readonly string[], was: Span, head: readonly string[], is: Span) {
  const [old, now] = [around(base, was), around(head, is)];
  return old.length === now.length && old.every((line, at) => line === now[at]);
}

function around(lines: readonly string[], [from, to]: Span): readonly string[] {
  let [first, last] = [from, to];
  while (first > 0 && !lines[first - 1]?.startsWith("}")) first -= 1;
  while (last < lines.length && !lines[last]?.startsWith("}")) last += 1;
  return lines.slice(first, last + 1);
}

function alarmAt(base: FileObjects, head: FileObjects, change: Pair, sites: readonly HunkSite[]) {
  const written = enclosing(base.objects, ...change.base);
  const landed = enclosing(head.objects, ...change.head);
  if (written?.name !== landed?.name)
    return { alarm: "other-function" as const, says: elsewhere(head, written, landed) };
  const says = written && landed && changed([base, written], [head, landed], sites);
  return says ? { alarm: "function-changed" as const, says } : undefined;
}

/** Undefined for a kind of file whose objects we do not know. */
function objectsOf(path: string, lines: readonly string[]): FileObjects | undefined {
  if (!hasObjects(path)) return undefined;
  return { lines, objects: sourceObjects(path, lines) };
}

function elsewhere(
  { objects }: FileObjects,
  written: SourceObject | undefined,
  landed: SourceObject | undefined,
): string {
  const gone = written && !objects.some(({ name }) => name === written.name);
  const was = written ? inWords(written) : "a place outside of any function";
  const is = landed ? inWords(landed) : "a place outside of any function";
  return `written for ${was}, it went into ${is}${gone ? `: this head has no ${inWords(written)}` : ""}`;
}

function inWords({ kind, name }: SourceObject): string {
  return kind === "function" && /^\w+$/.test(name) ? `${name}()` : name;
}

type Standing = readonly [FileObjects, SourceObject];

/** Undefined where the function is the same on both sides but for comments and white space. */
function changed(base: Standing, head: Standing, sites: readonly HunkSite[]): string | undefined {
  if (base[1].kind !== "function") return undefined;
  const before = outside(
    base,
    sites.map(({ whole }) => whole.base),
  );
  const after = outside(
    head,
    sites.map(({ whole }) => whole.head),
  );
  const kept = lineMap(before, after).filter((place) => place !== -1).length;
  const [gone, fresh] = [before.length - kept, after.length - kept];
  if (!gone && !fresh) return undefined;
  return `${inWords(head[1])} is not as the patch was written for: outside of its hunks this head lacks ${counted(gone)} of the base and has ${counted(fresh)} that the base lacks`;
}

function counted(count: number): string {
  return `${count} line${count === 1 ? "" : "s"}`;
}

/** The function's code outside of the hunks, without comments, blank lines and white space. */
function outside([file, { first, last }]: Standing, hunks: readonly Span[]): string[] {
  return codeLines(file.lines.slice(first, last + 1))
    .filter((_, at) => !hunks.some(([from, to]) => from <= first + at && first + at < to))
    .map((line) => line.replaceAll(/\s+/g, " ").trim())
    .filter(Boolean);
}
