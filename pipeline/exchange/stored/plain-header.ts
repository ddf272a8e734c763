// The header of a patch that people read: UTF-8 as it is, no encoded words.

import { fromLine, headerLine } from "./mail-header.ts";
import type { StoredPatch } from "./stored-patch.ts";

/** From, Date and Subject, a line each; bytes as latin1 characters. */
export function plainHeader({ author, date, subject }: StoredPatch): string {
  const from = isEncodedLike(author.name)
    ? fromLine(author)
    : `From: ${author.name} <${author.address}>`;
  const title = isEncodedLike(subject) ? headerLine("Subject", "", subject) : `Subject: ${subject}`;
  return Buffer.from(`${from}\nDate: ${date}\n${title}\n`).toString("latin1");
}

/** UTF-8 as it is reads best, but what looks like an encoded word would be decoded. */
function isEncodedLike(text: string): boolean {
  return text.includes("=?");
}
