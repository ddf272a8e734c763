// Names of files are bytes. As text they are UTF-8; a name that is not keeps each odd byte as a lone surrogate,
// U+DC80 to U+DCFF (Python's surrogateescape, PEP 383), which no UTF-8 holds, so that none is lost.

/** @param bytes one character each */
export function pathText(bytes: string): string {
  if (/^[\0-\x7f]*$/.test(bytes)) return bytes;
  const text = Buffer.from(bytes, "latin1").toString();
  if (!text.includes("\ufffd")) return text;
  return bytes.replaceAll(/[\x80-\xff]/g, (byte) =>
    String.fromCharCode(0xdc00 + byte.charCodeAt(0)),
  );
}

/** The bytes of a path, one character each. */
export function pathBytes(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return text
    .split(/([\udc80-\udcff])/u)
    .map((part, at) =>
      at % 2
        ? String.fromCharCode(part.charCodeAt(0) - 0xdc00)
        : Buffer.from(part).toString("latin1"),
    )
    .join("");
}
