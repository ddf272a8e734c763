// `From ` at the start of a line, which begins a mail in a mailbox (mboxrd): `>` in front where it begins none.

/** The first line of every mail that is written here. */
export const ownFromLine = `From ${"0".repeat(40)} Mon Sep 17 00:00:00 2001\n`;

/** In a file of its own only what git mailsplit would take for the next mail is quoted: git am gives the rest back as it is. */
export function quotedSeparators(body: string): string {
  return body.replaceAll(/^(?:>+From |From .*\d:\d\d.*\d{2})/gm, ">$&");
}

/** In an mbox every such line: b4 and other readers cut there. */
export function quotedFroms(body: string): string {
  return body.replaceAll(/^>*From /gm, ">$&");
}

export function unquotedFroms(body: string): string {
  return body.replaceAll(/^>(>*From )/gm, "$1");
}

/** The message of a mail that was written here or by git, which does not quote: only what was quoted here changes. */
export function unquotedOwn(mail: string, message: string): string {
  return mail.startsWith(ownFromLine) ? unquotedFroms(message) : message;
}
