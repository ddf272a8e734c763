// HTML that cannot be forged: whatever is put into a `markup` template is escaped, except what a template made.
// Hostile text therefore needs no care where a page is written, only here.

import { cutText } from "./visible-text.ts";

/** Markup made by this file. The private member keeps a plain object from passing for one. */
export class Html {
  readonly #markup: string;

  private constructor(text: string) {
    this.#markup = text;
  }

  /** For text of the program itself, never for text of a run. */
  static trusted(text: string): Html {
    return new Html(text);
  }

  toString(): string {
    return this.#markup;
  }
}

export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** A template: strings are made visible, cut at 2000 characters and escaped; lists are joined; nothing is nothing. */
export function markup(literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const texts = literals.map((literal, index) => literal + textOf(parts[index]));
  return Html.trusted(texts.join(""));
}

function textOf(part: HtmlPart): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "string" || typeof part === "number") return escaped(cutText(String(part)));
  return part.map(textOf).join("");
}

/** Many lines of one kind at once; each reaches `wrap` visible, cut and escaped. Plain ASCII, as most of a console is, costs one look. */
export function markupOfLines(
  lines: readonly string[],
  wrap: (escapedLine: string, at: number) => string,
): Html {
  return Html.trusted(lines.map((line, at) => wrap(escapedLine(line), at)).join(""));
}

function escapedLine(line: string): string {
  return line.length <= 2000 && /^[\t\x20!#-%(-;=?-~]*$/.test(line) ? line : escaped(cutText(line));
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities.get(character) ?? "");
}
