// The names in a file's header, without the folders in front that are none of the tree's.

import { DiffProblem } from "./diff-problem.ts";
import { beforeStamp, isNothing } from "./diff-stamp.ts";
import { pathText } from "./path-bytes.ts";
import { unquotedPath } from "./quoted-path.ts";

const withPrefix =
  "make it with a/ and b/ in front: git format-patch --src-prefix=a/ --dst-prefix=b/; in a quilt folder write -p0 behind its name in series";

/** Of git's header. Both are the same where the file keeps its name. */
export function gitNames(lines: readonly string[], at: number, strip: number) {
  const after = (mark: string): string | undefined =>
    lines
      .find((line) => line.startsWith(mark))
      ?.slice(mark.length)
      .replace(/\r?\n$/, "");
  const both = after("diff --git ") ?? "";
  const moved = ["rename", "copy"].map((how) => [after(`${how} from `), after(`${how} to `)]);
  const [from, to] = moved.find(([old, fresh]) => old && fresh) ?? [];
  if (strip > 0 && hasNoPrefix(both, from, to)) throw noPrefix(at);
  if (from && to) {
    const [old, fresh] = [from, to].map((name) => stripped(unquotedPath(name), strip - 1, at));
    return { from: old, to: fresh };
  }
  const given = [after("--- "), after("+++ ")].filter((line) => line && !isNothing(line));
  // Names without a folder say nothing, for git (before 1.0 it wrote such).
  const sides = given.flatMap((line) => without(unquotedPath(beforeTab(line ?? "")), strip) ?? []);
  const names = [...new Set([...sides.map((name) => pathText(name)), ...oneName(both, strip)])];
  const [name] = names;
  if (name !== undefined && names.length === 1) return { from: name, to: name };
  const why = names.length ? "names that do not agree" : "no name";
  throw new DiffProblem(at, `its header has ${why}: diff --git ${both.slice(0, 80)}`);
}

/** With a prefix git never gives both sides the same, unless somebody chose it so. */
function hasNoPrefix(both: string, from?: string, to?: string): boolean {
  if (from && to) return both === `${from} ${to}`;
  const half = (both.length - 1) / 2;
  return both[half] === " " && both.slice(0, half) === both.slice(half + 1);
}

function noPrefix(at: number): DiffProblem {
  return new DiffProblem(at, "its paths have no folder in front (--no-prefix)", withPrefix);
}

function beforeTab(line: string): string {
  return line.startsWith('"') ? line.trimEnd() : (line.split("\t")[0] ?? "");
}

/** Without quotes both names are one, and only so can one with a blank be told from two. */
function oneName(both: string, strip: number): string[] {
  const [, from, to] = /^("(?:[^"\\]|\\.)+") ("(?:[^"\\]|\\.)+")$/.exec(both) ?? [];
  if (from && to) {
    const names = [from, to].map((name) => without(unquotedPath(name), strip));
    return names[0] === names[1] && names[0] ? [pathText(names[0])] : [];
  }
  for (let at = both.indexOf(" "); at > 0; at = both.indexOf(" ", at + 1)) {
    const one = without(both.slice(0, at), strip);
    if (one && one === without(both.slice(at + 1), strip)) return [pathText(one)];
  }
  return [];
}

/**
 * Of the two lines of diff -u: the new one's, or the old one's where the new one only goes on behind it. A name
 * without a folder is whole, and so are those behind it in the same diff then (git's guess_p_value).
 */
export function plainNames(sides: readonly [string, string], at: number, strip: number) {
  const names = sides.filter((line) => !isNothing(line)).map((line) => nameOf(line));
  const own = names.length && names.every((name) => !name.includes("/")) ? 0 : strip;
  const [old = "", fresh = old] = names.map((name) => stripped(name, own, at));
  if (!fresh) throw new DiffProblem(at, "its header names no file");
  return { name: fresh.startsWith(old) ? old : fresh, strip: own };
}

function nameOf(line: string): string {
  const quoted = /^"(?:[^"\\]|\\.)+"/.exec(line)?.[0];
  return unquotedPath(quoted ?? beforeStamp(line));
}

function stripped(name: string, strip: number, at: number): string {
  const own = without(name, strip);
  if (own) return pathText(own);
  throw noPrefix(at);
}

/** An absolute name stays whole, so that a check sees it. Undefined where it has no more parts than go. */
function without(name: string, strip: number): string | undefined {
  const parts = name.split("/");
  if (parts[0] === "") return name;
  return parts.length > strip ? parts.slice(Math.max(strip, 0)).join("/") : undefined;
}
