// A file of a kernel tree -> the objects its lines stand in: functions, types, tables, Kconfig entries.

import { cObjects } from "./c-objects.ts";
import type { SourceObject } from "./source-object.ts";

/** From the top down, none inside another; none of a kind of file that has no objects we know. */
export function sourceObjects(path: string, lines: readonly string[]): SourceObject[] {
  return reader(path)?.(lines) ?? [];
}

export function hasObjects(path: string): boolean {
  return reader(path) !== undefined;
}

function reader(path: string): ((lines: readonly string[]) => SourceObject[]) | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/\.[ch]$/.test(name)) return cObjects;
  if (name.endsWith(".S")) return assembly;
  if (name.startsWith("Kconfig")) return kconfig;
  if (/^(?:Makefile|Kbuild)/.test(name)) return makefile;
}

/** The one that a change is inside of: it takes lines `from` up to but not `to`, or stands before line `from`. */
export function enclosing(
  objects: readonly SourceObject[],
  from: number,
  to: number,
): SourceObject | undefined {
  if (to > from) return objects.find(({ first, last }) => first < to && from <= last);
  return objects.find(({ first, last }) => first < from && from <= last);
}

/** linux/linkage.h: SYM_*_START and _END, ENTRY and END before them; the assembler's own .macro. */
function assembly(lines: readonly string[]): SourceObject[] {
  const objects: SourceObject[] = [];
  let open: { name: string; first: number } | undefined;
  for (const [at, line] of lines.entries()) {
    const begins = /^\s*(?:(?:SYM_\w+_START\w*|ENTRY)\((\w+)|\.macro\s+(\w+))/.exec(line);
    if (begins) open = { name: begins[1] ?? begins[2] ?? "", first: at };
    if (!open || !/^\s*(?:SYM_\w+_END\w*|END|ENDPROC)\(|^\s*\.endm\b/.test(line)) continue;
    objects.push({ kind: "function", ...open, last: at });
    open = undefined;
  }
  return objects;
}

/** Documentation/kbuild/kconfig-language.rst: an entry ends where the next keyword stands at the margin. */
function kconfig(lines: readonly string[]): SourceObject[] {
  return blocks(lines, "entry", (line) => {
    if (/^(?:\s|#|$)/.test(line)) return "goes on";
    const named = /^(config|menuconfig|choice)\b\s*(\w*)/.exec(line);
    return named ? { name: `${named[1]} ${named[2] ?? ""}`.trim() } : undefined;
  });
}

/** An assignment with the lines that it is continued on; a rule with its recipe. */
function makefile(lines: readonly string[]): SourceObject[] {
  let continued = false;
  return blocks(lines, "list", (line) => {
    const goesOn = continued || line.startsWith("\t");
    continued = /\\\s*$/.test(line);
    if (goesOn) return "goes on";
    const named = /^\s*([^\s:=+?#][^:=+?#]*?)\s*(?:[:+?]?=|:)/.exec(line);
    return named?.[1] ? { name: named[1] } : undefined;
  });
}

/** Blocks that end where another begins, or where a line is of none; blank lines behind one are not of it. */
function blocks(
  lines: readonly string[],
  kind: SourceObject["kind"],
  read: (line: string) => { name: string } | "goes on" | undefined,
): SourceObject[] {
  const objects: SourceObject[] = [];
  let open = false;
  for (const [at, line] of lines.entries()) {
    const says = read(line);
    const block = objects.at(-1);
    if (says === "goes on") {
      if (open && block && line.trim()) objects.splice(-1, 1, { ...block, last: at });
      continue;
    }
    open = says !== undefined;
    if (says) objects.push({ kind, name: says.name, first: at, last: at });
  }
  return objects;
}
