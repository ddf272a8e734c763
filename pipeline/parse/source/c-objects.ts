// Kernel C -> functions, types, tables and macros, by where the kernel's style puts braces
// (Documentation/process/coding-style.rst, 3): what begins at the margin ends with a brace at the margin. No parser:
// lines under #ifdef need not balance.

import { closing, codeLines } from "./c-text.ts";
import type { SourceObject } from "./source-object.ts";

export function cObjects(source: readonly string[]): SourceObject[] {
  const lines = codeLines(source);
  const objects: SourceObject[] = [];
  let at = 0;
  while (at < lines.length) {
    const found = /^\s*#/.test(lines[at] ?? "") ? directive(lines, at) : declaration(lines, at);
    if (found.object) objects.push(found.object);
    at = found.next;
  }
  return objects;
}

type Found = { readonly object?: SourceObject; readonly next: number };

/** A macro of several lines is an object; every other directive is stepped over. */
function directive(lines: readonly string[], first: number): Found {
  let last = first;
  while (lines[last]?.trimEnd().endsWith("\\")) last += 1;
  const name = /^\s*#\s*define\s+(\w+)/.exec(lines[first] ?? "")?.[1];
  const next = last + 1;
  return name && last > first ? { object: { kind: "macro", name, first, last }, next } : { next };
}

/** More than a header ever has; what is longer was not understood and is stepped over. */
const longestHeader = 40;

function declaration(lines: readonly string[], first: number): Found {
  if (!/^[A-Za-z_{]/.test(lines[first] ?? "") || /^extern\s+"/.test(lines[first] ?? ""))
    return { next: first + 1 };
  let header = "";
  for (let at = first; at < Math.min(first + longestHeader, lines.length); at += 1) {
    const line = lines[at] ?? "";
    if (/^\s*#/.test(line)) continue;
    header += `${line}\n`;
    if (line.includes("{")) return body(lines, { header, first, at });
    if (/;\s*$/.test(line)) return { next: at + 1 };
    if (isWhole(header) && !/^(?:\s|\{|__)/.test(nextCode(lines, at + 1))) return { next: at + 1 };
  }
  return { next: first + 1 };
}

/** `DEFINE_FOO(bar)` needs no semicolon: its parentheses are closed and no body follows. */
function isWhole(header: string): boolean {
  const open = header.indexOf("(");
  if (open === -1 || /[,=]\s*$/.test(header)) return false;
  return header.split("(").length <= header.split(")").length;
}

function nextCode(lines: readonly string[], from: number): string {
  return lines.slice(from, from + longestHeader).find((line) => /^\s*[^\s#]/.test(line)) ?? "";
}

type Opened = { readonly header: string; readonly first: number; readonly at: number };

function body(lines: readonly string[], { header, first, at }: Opened): Found {
  let last = at;
  if (!closes(lines[at] ?? "")) {
    last = at + 1;
    while (last < lines.length && !/^\}(?!\s*,)/.test(lines[last] ?? "")) last += 1;
    if (last === lines.length) return { next: first + 1 };
  }
  const named = nameOf(header.slice(0, header.indexOf("{")), lines[last] ?? "");
  return named ? { object: { ...named, first, last }, next: last + 1 } : { next: last + 1 };
}

/** `{ }` on one line. */
function closes(line: string): boolean {
  const [opened, closed] = [line.split("{").length, line.split("}").length];
  return opened === closed;
}

type Named = Pick<SourceObject, "kind" | "name">;

function nameOf(header: string, end: string): Named | undefined {
  const plain = withoutAttributes(header);
  const type = /^(?:\w+\s+)*?(struct|union|enum)\b\s*(\w*)\s*$/.exec(plain.trim());
  if (type) {
    const tag = type[2] || /^\}\s*(?:__\w+\s+)*(\w+)/.exec(end)?.[1];
    return { kind: "type", name: tag ? `${type[1]} ${tag}` : `${type[1]}` };
  }
  const data = plain.trimEnd().endsWith("=") ? table.exec(plain) : null;
  const name = data?.[1] ?? data?.[2] ?? data?.[3];
  if (name) return { kind: "data", name: name.replaceAll(/\s+/g, " ") };
  return functionNamed(plain);
}

/** `name[] =`, `(*name[])(...) =`, `DEFINE_FOO(type, name) =`. */
const table = /(?:(\w+)|\(\s*\*\s*(?:const\s+)?(\w+)[^=]*|(\w+\([^=]*\)))\s*(?:\[[^=]*\])?\s*=\s*$/;

/** Attributes that take arguments (linux/compiler_attributes.h): they take no part in a name. */
const attribute =
  /\b__(?:attribute__|aligned|acquires|releases|cond_acquires|must_hold|printf|scanf|section|alloc_size|no_sanitize|counted_by|malloc|alias|free|cleanup)\s*\(/;

function withoutAttributes(header: string): string {
  const found = attribute.exec(header);
  const end = found ? closing(header, found.index + found[0].length - 1) : undefined;
  if (!found || end === undefined) return header;
  return header.slice(0, found.index) + withoutAttributes(header.slice(end));
}

/** The kernel's macros that make functions shout; the first word in them tells one from another. */
function functionNamed(header: string): Named | undefined {
  const found = /(\w+)\s*\(\s*([^,)]*)/.exec(header);
  const [, name = "", argument = ""] = found ?? [];
  if (!name) return undefined;
  const shouts = /^_*[A-Z][A-Z0-9_]*$/.test(name);
  return { kind: "function", name: shouts ? `${name}(${argument.trim()})` : name };
}
