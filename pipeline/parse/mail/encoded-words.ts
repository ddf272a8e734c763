// A mail header's encoded words (RFC 2047) -> text.

const encodedWord = /=\?utf-8\?([qb])\?([^?]*)\?=/gi;

/** The blank between two encoded words is none. `bytes`: one character a byte. */
export function decodedWords(bytes: string): string {
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
