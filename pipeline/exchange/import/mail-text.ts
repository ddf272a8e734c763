// A mail as it was saved -> as git mailinfo reads it best: its line ends, its parts and its header put right.

/** Bytes as latin1 characters. */
export function mailText(saved: string): string {
  return withHeader(withoutSigns(asSent(saved)));
}

/** What a mailbox's first line ends in says nothing. A mail that was saved with CR LF holds no CR of its files. */
function asSent(mail: string): string {
  const head = mail.replace(/^From .*\n/, "").split(/\n\r?\n/)[0] ?? "";
  const isCrLf = /\r$/m.test(head) || /^(?:diff --git |\+\+\+ ).*\r$/m.test(mail);
  return isCrLf ? mail.replaceAll("\r\n", "\n") : mail;
}

const others =
  /^content-type:\s*(?:text\/html|application\/(?:pgp-signature|(?:x-)?pkcs7-signature))/im;

/** Without the parts that say the same in HTML or prove who signed it: git mailinfo would take them for text. */
function withoutSigns(mail: string): string {
  const boundaries = [
    ...mail.matchAll(/^(?:content-type:.*|[ \t].*);?\s*boundary="?([^"\s;]+)/gim),
  ];
  const names = new Set(boundaries.map(([, name = ""]) => `--${name}`));
  if (!names.size) return mail;
  const begins = (line: string): boolean => names.has(line.trimEnd().replace(/(?<=.)--$/, ""));
  const parts: string[] = [];
  for (const line of mail.split(/(?<=\n)/))
    if (begins(line) || !parts.length) parts.push(line);
    else parts.push((parts.pop() ?? "") + line);
  return parts
    .filter((part, at) => at === 0 || !others.test(part.split(/\n\r?\n/)[0] ?? ""))
    .join("");
}

/** What stands raw in its header, with the mail's charset or none, becomes UTF-8 (RFC 6532). */
function withHeader(mail: string): string {
  const head = headOf(mail);
  return utf8(head, charsetOf(mail)) + mail.slice(head.length);
}

/** The charset that its header says; that of a part is the part's. */
export function charsetOf(mail: string): string | undefined {
  return /^content-type:.*(?:\n[ \t].*)*?charset="?([\w:.+-]+)/im.exec(headOf(mail))?.[1];
}

function headOf(mail: string): string {
  const end = mail.indexOf("\n\n");
  return end < 0 ? mail : mail.slice(0, end);
}

/** Line by line, as mails are mended: bytes that are no UTF-8 are in the charset that was said, or in windows-1252. */
export function utf8(bytes: string, charset = "windows-1252"): string {
  const isShifted = /^iso-2022-/i.test(charset) && bytes.includes("\x1b");
  return bytes
    .split(/(?<=\n)/)
    .map((line) => {
      const buffer = Buffer.from(line, "latin1");
      if (!isShifted && !buffer.toString().includes("\ufffd")) return line;
      return Buffer.from(decoder(charset).decode(buffer)).toString("latin1");
    })
    .join("");
}

function decoder(charset: string) {
  const own = /^utf-?8$|^us-ascii$/i.test(charset) ? "windows-1252" : charset;
  try {
    return new TextDecoder(own);
  } catch {
    // A charset that nobody knows; git mailinfo refuses its text.
    return new TextDecoder("windows-1252");
  }
}
