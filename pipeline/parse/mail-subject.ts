// The head of a mail -> the subject its author wrote.

/** Without `[PATCH ...]`; a header may be folded over several lines (RFC 5322, 2.2.3). */
export function mailSubject(head: string): string {
  const folded = /^Subject: (.*(?:\n[ \t].*)*)/m.exec(head)?.[1] ?? "";
  return decoded(folded.replaceAll(/\r?\n[ \t]+/g, " "))
    .replace(/^(?:\[[^\]]*\]\s*)*/, "")
    .trim();
}

const encodedWord = /=\?utf-8\?([qb])\?([^?]*)\?=/gi;

/** Words that are not ASCII (RFC 2047): the blank between two of them is none. `bytes`: one character a byte. */
function decoded(bytes: string): string {
  const joined = bytes.replaceAll(/(\?=)\s+(?==\?utf-8\?)/gi, "$1");
  const plain = joined.replaceAll(encodedWord, (_, how: string, word: string) =>
    how.toLowerCase() === "b"
      ? Buffer.from(word, "base64").toString("latin1")
      : word
          .replaceAll("_", " ")
          .replaceAll(/=([0-9a-f]{2})/gi, (__, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
  );
  return Buffer.from(plain, "latin1").toString();
}
