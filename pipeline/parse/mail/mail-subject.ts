// The head of a mail -> the subject its author wrote.

import { decodedWords } from "./encoded-words.ts";

/** Without `[PATCH ...]`; a header may be folded over several lines (RFC 5322, 2.2.3). */
export function mailSubject(head: string): string {
  const folded = /^Subject: (.*(?:\n[ \t].*)*)/m.exec(head)?.[1] ?? "";
  return decodedWords(folded.replaceAll(/\r?\n[ \t]+/g, " "))
    .replace(/^(?:\[[^\]]*\]\s*)*/, "")
    .trim();
}
