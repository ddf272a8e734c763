// How a C symbol may be called, as a header or a source file says it.

import { closing, code, isKeyword } from "./c-text.ts";

export type Signature = {
  readonly kind: "function" | "macro";
  /** `int (struct foo *, long)`, without names, const and attributes; `(2 arguments)` of a macro. */
  readonly says: string;
  /** What it returns, then its parameters; of a macro nothing. */
  readonly types: readonly string[];
  readonly least: number;
  /** Infinity: `...`. */
  readonly most: number;
};

/** A file that is asked for many symbols. `text`: bytes, one character each. */
export class CallableSymbols {
  readonly text: string;
  #called: ReadonlySet<string> | undefined;
  #plain: string | undefined;
  #bare: string | undefined;
  readonly #known = new Map<string, readonly Signature[]>();

  constructor(text: string) {
    this.text = text;
  }

  /** Every declaration and definition of `name`: a prototype has a stub beside it as often as not. */
  signatures(name: string): readonly Signature[] {
    const known = this.#known.get(name) ?? this.#found(name);
    this.#known.set(name, known);
    return known;
  }

  #found(name: string): Signature[] {
    this.#called ??= calledIn(this.text);
    if (!this.#called.has(name)) return [];
    this.#plain ??= code(this.text);
    this.#bare ??= this.#plain.replaceAll(directive, "\n");
    return [...macrosOf(this.#plain, name), ...functionsOf(this.#bare, name)];
  }
}

/** Whether a call that suits the one suits the other. Of a macro only the count is known. */
export function alike(one: Signature, other: Signature): boolean {
  if (one.kind === "function" && other.kind === "function")
    return sameTypes(one.types, other.types);
  return one.least <= other.most && other.least <= one.most;
}

/** A typedef may stand for a pointer to a function; nothing more is known of it here. */
function sameTypes(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  return one.every((type, at) => {
    const pair = [type, other[at] ?? ""];
    if (pair.includes(callback))
      return pair.every((each) => each === callback || /^\w+$/.test(each));
    return type === other[at];
  });
}

const callback = "(*)()";

/** Names before an opening parenthesis. */
export function calledIn(text: string): Set<string> {
  const names = text.matchAll(/\b([A-Za-z_]\w+)\s*\(/g);
  return new Set(Array.from(names, ([, name = ""]) => name));
}

const directive = /^[ \t]*#(?:[^\n]*\\\n)*[^\n]*$/gm;

function macrosOf(text: string, name: string): Signature[] {
  const defined = new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\(([^)]*)\\)`, "gm");
  return [...text.matchAll(defined)].map(([, inside = ""]) => {
    const parameters = inside
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    const open = parameters.at(-1)?.endsWith("...") ?? false;
    const least = parameters.length - (open ? 1 : 0);
    const says = `(${least} argument${least === 1 ? "" : "s"}${open ? " or more" : ""})`;
    return { kind: "macro", says, types: [], least, most: open ? Infinity : least };
  });
}

function functionsOf(text: string, name: string): Signature[] {
  const declared = new RegExp(`(?:^|[;{})])([\\w\\s*]*[\\s*])${name}\\s*\\(`, "g");
  return [...text.matchAll(declared)].flatMap((found) => {
    const returns = typeOf(found[1] ?? "", "whole");
    const open = found.index + found[0].length - 1;
    const end = closing(text, open);
    if (!returns || end === undefined || /^\s*[^\s\w;{]/.test(text.slice(end, end + 80))) return [];
    const parameters = parametersOf(text.slice(open + 1, end - 1));
    const variadic = parameters.at(-1) === "...";
    const least = parameters.length - (variadic ? 1 : 0);
    const says = `${returns} (${parameters.join(", ")})`;
    const types = [returns, ...parameters];
    return [{ kind: "function" as const, says, types, least, most: variadic ? Infinity : least }];
  });
}

function parametersOf(inside: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at <= inside.length; at += 1) {
    if (inside[at] === "(") depth += 1;
    if (inside[at] === ")") depth -= 1;
    if (at < inside.length && (inside[at] !== "," || depth)) continue;
    const part = inside.slice(from, at);
    parts.push(/\(\s*\*/.test(part) ? callback : typeOf(part, "parameter"));
    from = at + 1;
  }
  return parts.length === 1 && (parts[0] === "void" || parts[0] === "") ? [] : parts;
}

/** Words that can end a type: what stands behind another word and is none of them is a parameter's name. */
const endsType =
  /^(?:int|char|long|short|unsigned|signed|float|double|bool|void|[us](?:8|16|32|64)|__[a-z]+\d+|\w+_t)$/;

/** Storage, const and attributes change nothing for a caller. Empty where it is no type: `return foo(x)`. */
function typeOf(text: string, what: "whole" | "parameter"): string {
  if (/\b(?:return|else|goto|case|do|sizeof|typedef)\b/.test(text)) return "";
  const words = (text.match(/\w+|\.\.\.|[^\s\w]/g) ?? []).filter((word) => !isSilent(word));
  if (what === "parameter" && endsInName(words)) words.pop();
  const type = words.join(" ").replaceAll("* ", "*");
  return type.replaceAll(/\b(unsigned|long|short) int\b/g, "$1").replaceAll(/\bu32\b/g, "unsigned");
}

function endsInName(words: readonly string[]): boolean {
  const [before, last] = words.slice(-2);
  if (!before || !last || /^(?:struct|union|enum)$/.test(before)) return false;
  return /^\w+$/.test(last) && !isKeyword(last) && !endsType.test(last);
}

function isSilent(word: string): boolean {
  if (
    /^(?:const|static|extern|inline|volatile|register|asmlinkage|notrace|noinline\w*)$/.test(word)
  )
    return true;
  return /^__[a-z_]+$/.test(word) && !/^__[usbl]e?\d+$/.test(word);
}
