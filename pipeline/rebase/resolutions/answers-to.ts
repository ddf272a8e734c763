// What a person made of a conflicted file -> an answer to each hunk that was in the way.

import type { Hunk } from "../../parse/patch/patched-file.ts";
import type { Answer } from "../../parse/patch/resolution.ts";
import { imageOf, placeOf } from "../apply/apply-hunks.ts";
import { carried, type ChangedRange, changedRanges, type Range } from "../apply/changed-ranges.ts";
import type { RebaseContext } from "../apply/rebase-context.ts";
import type { StuckFile } from "../pick/in-the-way.ts";
import { resolutionKey } from "./resolution-key.ts";

/** Lines around what changed, as diff(1) has them. */
const linesAround = 3;

/** Hunks of the patch with the lines of the file that answer them, in the file's order. */
type Group = { readonly hunks: readonly Hunk[]; readonly spans: readonly Range[] };

/** `authored`: the file as the patch's author had it; `resolved`: as it is to be. Bytes, one character each. */
export async function answersTo(
  context: RebaseContext,
  file: StuckFile,
  { authored, resolved }: { authored: string; resolved: string },
): Promise<Answer[]> {
  const moved = await changedRanges(context, authored, file.text);
  const regions = file.hunks.map((hunk) => carried(moved, rangeIn(authored, hunk)));
  const changes = await changedRanges(context, file.text, resolved);
  const [before, after] = [imageOf(file.text).lines, imageOf(resolved).lines];
  const owners = changes.map(({ old }) => nearest(regions, old));
  const groups = file.hunks.map((hunk, at) => {
    const own = changes.filter((_, n) => owners[n] === at).map(({ old }) => old);
    const around = [regions[at] ?? { start: 0, end: 0 }, ...own].map((range) =>
      widened(range, before.length),
    );
    return { hunks: [hunk], spans: joined(around) };
  });
  return joinedGroups(groups).map(({ hunks, spans }) => {
    const written = spans.map((span) => hunkOf(span, changes, before, after));
    const keys = hunks.map((hunk) => resolutionKey(hunk, { hunks: written }));
    return { path: file.path, keys, hunks: written };
  });
}

function rangeIn(authored: string, hunk: Hunk): Range {
  const start = placeOf(imageOf(authored), hunk) ?? Math.max(hunk.oldStart - 1, 0);
  return { start, end: start + hunk.lines.filter((line) => line[0] !== "+").length };
}

/** The first of the regions that are as near as any. */
function nearest(regions: readonly Range[], to: Range): number {
  const away = regions.map(({ start, end }) => Math.max(0, start - to.end, to.start - end));
  return away.indexOf(Math.min(...away));
}

function widened({ start, end }: Range, length: number): Range {
  return { start: Math.max(0, start - linesAround), end: Math.min(length, end + linesAround) };
}

function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (!last || last.end < range.start) all.push(range);
    else all[all.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return all;
}

/** Answers that share lines are one: applied one by one, the second would not find its own. */
function joinedGroups(groups: readonly Group[]): Group[] {
  let all: Group[] = [];
  for (const group of groups) {
    const near = all.filter((other) => touching(other, group));
    const one = [...near, group];
    const hunks = one.flatMap((part) => part.hunks);
    const spans = joined(one.flatMap((part) => part.spans));
    all = all.filter((other) => !near.includes(other));
    all.push({ hunks, spans });
  }
  return all.toSorted((a, b) => (a.spans[0]?.start ?? 0) - (b.spans[0]?.start ?? 0));
}

function touching(a: Group, b: Group): boolean {
  return a.spans.some((one) => b.spans.some((two) => one.start <= two.end && two.start <= one.end));
}
/** The lines of the span, with the changes in it. */
function hunkOf(
  span: Range,
  changes: readonly ChangedRange[],
  before: readonly string[],
  after: readonly string[],
): Hunk {
  const lines: string[] = [];
  const within = changes.filter(({ old }) => span.start <= old.start && old.end <= span.end);
  let at = span.start;
  for (const { old, fresh } of within) {
    lines.push(...before.slice(at, old.start).map((line) => ` ${line}`));
    lines.push(...before.slice(old.start, old.end).map((line) => `-${line}`));
    lines.push(...after.slice(fresh.start, fresh.end).map((line) => `+${line}`));
    at = old.end;
  }
  lines.push(...before.slice(at, span.end).map((line) => ` ${line}`));
  const earlier = changes.findLast(
    ({ old }) => old.end <= span.start && !within.some((one) => one.old === old),
  );
  const shift = earlier ? earlier.fresh.end - earlier.old.end : 0;
  return hunkAt(span.start, span.start + shift, lines);
}

function hunkAt(oldAt: number, newAt: number, lines: readonly string[]): Hunk {
  const [oldCount, newCount] = ["+", "-"].map(
    (side) => lines.filter((line) => line[0] !== side).length,
  );
  // A side without lines names the line before it.
  const [oldStart, newStart] = [oldCount ? oldAt + 1 : oldAt, newCount ? newAt + 1 : newAt];
  const header = `@@ -${oldStart},${oldCount} +${newStart},${newCount} @@`;
  return { header, oldStart, newStart, lines };
}
