// Did a commit change the lines of a patch, or only their context? (Documentation/process/backporting.rst,
// "Prerequisite vs. incidental patches")
//
// A commit that touched a hunk's lines is a prerequisite where
// - it changed a line that the hunk takes out or replaces, or what became of that line (side `newer`), or what that
//   line was made from (side `older`), or
// - it introduced, removed or renamed a symbol that the lines of the patch use: near the hunk a variable, member, label
//   or definition; anywhere else in the commit a function, macro, type or Kconfig symbol, or it declared one otherwise.
// All others are incidental: they only touched the context.

import { code, isKeyword } from "../../parse/source/c-text.ts";
import type { ParsedPatch } from "../../parse/patch/patch.ts";
import type { Hunk } from "../../parse/patch/patched-file.ts";
import type { Touching } from "./region-history.ts";

/** The commits, newest first as they came, that are prerequisites by what they did to the hunk's lines. */
export function prerequisitesNear(
  commits: readonly Touching[],
  patch: ParsedPatch,
  hunk: Hunk,
  side: "newer" | "older",
): Set<string> {
  const used = wordsOf(patch);
  // Each text that a line of the hunk was or became, as the commits are gone through away from the patch.
  const own = new Set(
    hunk.lines
      .filter((line) => line[0] === "-")
      .map(bare)
      .filter(telling),
  );
  const away = side === "newer" ? commits.toReversed() : commits;
  const found = new Set<string>();
  for (const { commit, diff } of away) {
    const chunks = chunksOf(diff);
    const changed = chunks.filter((chunk) => taken(chunk, side).some((line) => own.has(line)));
    for (const line of changed.flatMap((chunk) => left(chunk, side)).filter(telling)) own.add(line);
    const isNamed = (chunk: Chunk) =>
      uses(used, chunk, declaredNear) || renames(used, taken(chunk, side), left(chunk, side));
    if (changed.length || chunks.some(isNamed)) found.add(commit);
  }
  return found;
}

function taken({ minus, plus }: Chunk, side: "newer" | "older"): readonly string[] {
  return side === "newer" ? minus : plus;
}

function left({ minus, plus }: Chunk, side: "newer" | "older"): readonly string[] {
  return side === "newer" ? plus : minus;
}

/** Whether a commit's whole diff introduced, removed or changed a definition that the patch uses. */
export function definesWhatIsUsed(diff: string, patch: ParsedPatch): boolean {
  const [minus, plus]: [string[], string[]] = [[], []];
  for (const chunk of chunksOf(diff)) {
    minus.push(...chunk.minus);
    plus.push(...chunk.plus);
  }
  return uses(wordsOf(patch), { minus, plus }, declaredAnywhere);
}

type Chunk = { readonly minus: string[]; readonly plus: string[] };

function chunksOf(diff: string): Chunk[] {
  return diff
    .split(/^@@ .*$/m)
    .slice(1)
    .map((chunk) => {
      const lines = chunk.split(/^diff --git /m)[0]?.split("\n") ?? [];
      const side = (sign: string) => lines.filter((line) => line[0] === sign).map(bare);
      return { minus: side("-"), plus: side("+") };
    });
}

function bare(line: string): string {
  return line.slice(1).trimEnd();
}

/** A brace or a blank line says nothing about who changed it. */
function telling(line: string): boolean {
  return /\w/.test(line);
}

/** What the lines that the patch adds name. */
function wordsOf(patch: ParsedPatch): ReadonlySet<string> {
  const added = patch.files.flatMap(({ hunks }) =>
    hunks.flatMap(({ lines }) => lines.filter((line) => line[0] === "+").map(bare)),
  );
  const words = code(added.join("\n")).match(/[A-Za-z_]\w+/g) ?? [];
  return new Set(words.filter((word) => !isKeyword(word)));
}

type Declares = readonly RegExp[];

/** In each, the one group is the name that the line declares. */
const declaredAnywhere: Declares = [
  /^\s*#\s*(?:define|undef)\s+(\w+)/,
  /^(?:typedef\s+)?(?:struct|union|enum)\s+(\w+)\s*(?:\{|$)/,
  /^[A-Za-z_][\w\s*]*[\s*](\w+)\s*\(/,
  /^(?:menu)?config\s+(\w+)/,
];

const declaredNear: Declares = [
  ...declaredAnywhere,
  /^\s+(?:(?:const|static|struct|union|enum|unsigned|volatile)\s+)*(?!(?:return|goto|else|case|break)\b)\w+[\s*]+(\w+)\s*(?:=[^=].*|,.*|\[.*)?;/,
  /^\s+([A-Z]\w*)\s*(?:=[^;]*)?,/,
  /^(\w+):\s*$/,
];

function uses(used: ReadonlySet<string>, { minus, plus }: Chunk, declares: Declares): boolean {
  const [before, after] = [declarations(minus, declares), declarations(plus, declares)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].some((name) => used.has(name) && before.get(name) !== after.get(name));
}

/** Name → the lines that declare it. */
function declarations(lines: readonly string[], declares: Declares): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const name = declares.map((form) => form.exec(line)?.[1]).find(Boolean);
    if (name) found.set(name, `${found.get(name) ?? ""}${line}\n`);
  }
  return found;
}

/** A line that is the same but for one word, which the patch uses: far from where it is declared, it has a new name. */
function renames(
  used: ReadonlySet<string>,
  lines: readonly string[],
  others: readonly string[],
): boolean {
  return lines.some((line) => others.some((other) => used.has(replacedWord(line, other) ?? "")));
}

function replacedWord(line: string, other: string): string | undefined {
  const word = /\w+/g;
  if (line.replaceAll(word, "_") !== other.replaceAll(word, "_")) return undefined;
  const [here, there] = [line.match(word) ?? [], other.match(word) ?? []];
  const replaced = here.filter((one, at) => one !== there[at]);
  const [name] = replaced;
  return replaced.every((one) => one === name) ? name : undefined;
}
