// What the messages of a history name: mails, commits they come from, commits they take back. One text for all.

import { messageIdsOf, originsOf, revertsOf } from "./commit-message.ts";

export type Named = "mail" | "origin" | "revert";

/** Of one message; empty for most. */
export function wordsOf(message: string): string {
  // Most messages say nothing of the kind, and a hundred thousand are read.
  const [mails, origins, reverts] = [
    /^(?:link|message-id):/im.test(message) ? messageIdsOf(message) : [],
    /commit/i.test(message) ? originsOf(message) : [],
    /revert/i.test(message) ? revertsOf(message) : [],
  ];
  const all = [
    ...mails.map((id) => wordFor("mail", id)),
    ...origins.map((id) => wordFor("origin", id)),
    ...reverts.map((id) => wordFor("revert", id)),
  ];
  return all.map((word) => `${word}\n`).join("");
}

/** As it stands there. */
export function wordFor(kind: Named, what: string): string {
  const one = what.replaceAll("\n", " ");
  return `${signs[kind]}${kind === "mail" ? one : one.toLowerCase()}`;
}

/** Those of a kind in the words of one commit. */
export function namedIn(words: string, kind: Named): string[] {
  const lines = words.split("\n").filter((word) => word.startsWith(signs[kind]));
  return lines.map((word) => word.slice(1));
}

/** In no name of a mail or commit. */
const signs: Readonly<Record<Named, string>> = { mail: "\x01", origin: "\x02", revert: "\x03" };
