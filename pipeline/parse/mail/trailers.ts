// The trailers of a commit message: reading them, adding one in the tip tree's order, taking one out.

import { tagRank } from "../../model/patches/tag-order.ts";

export type Trailer = {
  /** `Reviewed-by`, as the kernel writes it. */
  readonly key: string;
  readonly name: string;
  readonly address: string;
  /** The whole line, without white space around it. */
  readonly line: string;
};

/** What reviewers and testers give, and nobody else may write. */
export const givenKeys: readonly string[] = ["Tested-by", "Reviewed-by", "Acked-by"];

/** Names are never this long; what is would only hide something. */
const longest = 200;

/** `Key-by: Name <address>`, perhaps with `# words` behind it. Undefined for what is no such line, or not only text. */
export function parseTrailer(line: string): Trailer | undefined {
  if (line.length > longest || /[\p{C}\p{Zl}\p{Zp}]/u.test(line)) return undefined;
  const found = /^([A-Za-z]+(?:-[A-Za-z]+)*-by): *(\S.*?) *<([^\s<>@]+@[^\s<>@]+)>( *#.*)?$/i.exec(
    withPlainBlanks(line).trim(),
  );
  const [, key = "", name = "", address = "", words = ""] = found ?? [];
  if (!found || /[<>]/.test(name)) return undefined;
  const known = givenKeys.find((one) => one.toLowerCase() === key.toLowerCase()) ?? key;
  const comment = words.trim();
  const whole = `${known}: ${name} <${address}>${comment ? ` ${comment}` : ""}`;
  return { key: known, name, address, line: whole };
}

/** Mailers put blanks that do not break (U+00A0) and others of that kind where somebody typed one. */
export function withPlainBlanks(line: string): string {
  return line.replaceAll(/[\t\p{Zs}]/gu, " ");
}

/** Whether two are the same word of the same person. */
export function isSameTrailer(one: Trailer, other: Trailer): boolean {
  return one.key === other.key && one.address.toLowerCase() === other.address.toLowerCase();
}

/** Those of its last paragraph that name a person. `body`: text. */
export function trailersOf(body: string): Trailer[] {
  return blockOf(body).lines.flatMap((line) => parseTrailer(line) ?? []);
}

/** The body with one more line in its last paragraph; where that holds no trailers it gets a paragraph of its own. */
export function withTrailer(body: string, { line }: Trailer): string {
  return withLine(body, line);
}

/** The same for a line that names nobody: `Upstream-Status: Pending`. */
export function withLine(body: string, line: string): string {
  const { words, lines } = blockOf(body);
  const rank = rankOf(line);
  const before = lines.findLastIndex((one) => isTrailerLine(one) && rankOf(one) <= rank);
  // A note in brackets, or the second half of a long line, belongs to the trailer before it.
  const behind = lines.findIndex((one, at) => at > before && isTrailerLine(one));
  const at = behind === -1 ? lines.length : behind;
  return joined(words, lines.toSpliced(at, 0, line));
}

export function withoutTrailer(body: string, trailer: Trailer): string {
  const { words, lines } = blockOf(body);
  const kept = lines.filter((line) => {
    const one = parseTrailer(line);
    return !one || !isSameTrailer(one, trailer);
  });
  return joined(words, kept);
}

/** The last paragraph where it begins with a trailer and holds nothing but trailers and what belongs to them. */
function blockOf(body: string): { words: string; lines: string[] } {
  const text = body.trimEnd();
  const from = text.lastIndexOf("\n\n");
  const last = text.slice(from === -1 ? 0 : from + 2).split("\n");
  const isBlock =
    isTrailerLine(last[0] ?? "") &&
    last.every((line) => isTrailerLine(line) || /^[\s[]/.test(line));
  if (!isBlock) return { words: text, lines: [] };
  return { words: text.slice(0, Math.max(from, 0)).trimEnd(), lines: last };
}

function joined(words: string, lines: readonly string[]): string {
  return [words, lines.join("\n")].filter(Boolean).join("\n\n");
}

function isTrailerLine(line: string): boolean {
  return /^[A-Za-z][\w-]*: ?\S/.test(line);
}

/** What the tip tree does not speak of stands behind what it does. */
function rankOf(line: string): number {
  const rank = tagRank(/^[\w-]+/.exec(line)?.[0] ?? "");
  return rank === -1 ? Infinity : rank;
}
