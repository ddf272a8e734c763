// One way to answer a name that does not exist: the names nearest to it, and how many more there are.

import leven from "leven";
import { UserError } from "./errors.ts";

/** How many names are shown in full, and how many where there are more. */
const [whole, few] = [6, 3];

/** `what`: the kind of thing, as in `unknown series x`. `next`: a command that lists them all. */
export function unknownName(
  what: string,
  name: string,
  known: Iterable<string>,
  next: string,
): UserError {
  const names = byDistance(name, known);
  return new UserError(`unknown ${what} ${shown(name)} (${choicesOf(names)})`, next);
}

function choicesOf(names: readonly string[]): string {
  if (!names.length) return "there is none";
  if (names.length <= whole) return `available: ${names.join(", ")}`;
  return `nearest: ${names.slice(0, few).join(", ")}; ${names.length - few} more`;
}

function byDistance(word: string, known: Iterable<string>): string[] {
  return [...new Set(known)].toSorted(
    (a, b) => distance(word, a) - distance(word, b) || (a < b ? -1 : 1),
  );
}

/** The beginning of a word is as near as one wrong letter: people leave the rest out. */
function distance(word: string, known: string): number {
  const letters = leven(word.toLowerCase(), known.toLowerCase());
  return word.length > 1 && known.startsWith(word) ? Math.min(letters, 1) : letters;
}

/** A name with a blank in it, or none at all, in quotes. */
function shown(name: string): string {
  return /^\S+$/.test(name) ? name : JSON.stringify(name);
}
