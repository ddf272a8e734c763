// The trailers that a reply gives in its own text: not quoted, not in a signature, not in someone else's name.

import {
  givenKeys,
  parseTrailer,
  type Trailer,
  withPlainBlanks,
} from "../../parse/mail/trailers.ts";
import type { ThreadMail } from "./thread-mail.ts";

type Given = {
  readonly trailer: Trailer;
  /** The sender's words right before it: a review may hang on a condition. */
  readonly said: string;
};

type NotTaken = { readonly line: string; readonly why: string };

export type GivenTrailers = {
  readonly given: readonly Given[];
  readonly notTaken: readonly NotTaken[];
};

/** Everything that looks like a trailer is reported, indented or not, accepted or not; quoted text is not. */
export function givenTrailers(mail: Pick<ThreadMail, "from" | "text">): GivenTrailers {
  const lines = ownLines(mail.text);
  const given: Given[] = [];
  const notTaken: NotTaken[] = [];
  for (const [at, line] of lines.entries()) {
    if (!/^\s*[A-Za-z]+(?:-[A-Za-z]+)*-by\s*:/i.test(line)) continue;
    const whole = withPlainBlanks(unwrapped(line, lines[at + 1])).trim();
    const trailer = parseTrailer(whole);
    const why = objection(whole, trailer, mail.from);
    if (why !== undefined) notTaken.push({ line: whole, why });
    else if (trailer) given.push({ trailer, said: saidBefore(lines, at) });
  }
  return { given, notTaken };
}

/** Up to the signature (RFC 3676, 4.3). */
function ownLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  const signature = lines.indexOf("-- ");
  return signature === -1 ? lines : lines.slice(0, signature);
}

/** Mailers break a long line before the address. */
function unwrapped(line: string, next = ""): string {
  return !line.includes("<") && /^\s*<[^<>\s]+>/.test(next)
    ? `${line.trimEnd()} ${next.trim()}`
    : line.trimEnd();
}

function objection(
  line: string,
  trailer: Trailer | undefined,
  from: string | undefined,
): string | undefined {
  const key = line.split(":")[0]?.trimEnd() ?? "";
  if (!givenKeys.some((one) => one.toLowerCase() === key.toLowerCase()))
    return `${key} is never taken from a mail`;
  if (!trailer) return "it is not of the form `Key: Name <address>`";
  if (from === undefined) return "the mail has no sender, or more than one";
  if (trailer.address.toLowerCase() !== from) return `the mail is from ${from}`;
  return undefined;
}

function saidBefore(lines: readonly string[], at: number): string {
  const before = lines.slice(0, at).findLast((line) => line.trim() !== "") ?? "";
  return /^[>|]|-by\s*:/i.test(before) || / (?:wrote|writes):$/.test(before) ? "" : before.trim();
}
