// One raw patch, mail or plain -> the form in which it is stored.

import { UserError } from "../model/errors.ts";
import { type ScannedDiff, scanDiff } from "../parse/diff-sections.ts";
import { checkContents, checkDiff, type SeriesPaths } from "./check-diff.ts";
import { mailOf, unknown } from "./dep3.ts";
import { type MailParts, readMail } from "./git-mail.ts";
import { gitHeader } from "./git-form.ts";
import { isMail, type RawPatch } from "./source.ts";
import { fromLine } from "./mail-header.ts";
import { type StoredPatch, unquoted, withoutPrefix, withoutSignature } from "./stored-patch.ts";

export type ReadPatch = {
  readonly raw: RawPatch;
  readonly mail: MailParts;
  /** The diff as the source had it. */
  readonly scanned: ScannedDiff;
};

/** Throws UserError for what git cannot read. A quilt patch's diff is never MIME: only its head is read as a mail. */
export async function readPatch(raw: RawPatch): Promise<ReadPatch> {
  if (isMail(raw.text) && !raw.line) {
    const mail = await readMail(raw.text, raw.shown);
    return { raw, mail, scanned: scanDiff(mail.patch) };
  }
  const plain = /^(?:diff --git|\+\+\+) .*\r\n/m.test(raw.text) && !raw.line;
  const scanned = scanDiff(plain ? raw.text.replaceAll("\r\n", "\n") : raw.text);
  return { raw, mail: await readMail(mailOf(scanned.head), raw.shown), scanned };
}

/** Throws UserError where the diff cannot be applied, or would write outside its tree. */
export function storedPatch(read: ReadPatch, paths: SeriesPaths): Omit<StoredPatch, "name"> {
  const { raw, mail, scanned } = read;
  checkDiff(scanned, raw.shown);
  if (!raw.line) checkContents(scanned, raw.shown);
  const strip = raw.line?.strip ?? 1;
  const sections = scanned.sections.map((section) => {
    paths.check(section, strip, raw.shown);
    return (gitHeader(section, strip) ?? section.header) + section.body;
  });
  const subject = withoutPrefix(mail.subject);
  return {
    author: mail.author.address ? mail.author : unknown.author,
    date: dateOf(mail, raw),
    subject: subject || raw.stem || "a patch without a subject",
    body: bodyOf(mail, isMail(raw.text) && !raw.line && raw.quotes !== false),
    notes: notesOf(isMail(raw.text) && !raw.line ? scanned.head : mail.patch),
    diff: withoutSignature(sections.join("") + scanned.tail),
  };
}

/** git am stops at a date that is none. A quilt patch's own stays in the sidecar. */
function dateOf({ date }: MailParts, raw: RawPatch): string {
  if (!Number.isNaN(Date.parse(date))) return date;
  if (date === "" || raw.line) return unknown.date;
  throw new UserError(`${raw.shown}: the date "${date}" is none`, "correct the mail's Date");
}

/** Also of a letter without a patch. */
export function bodyOf(mail: MailParts, isQuoted: boolean): string {
  const guard = `${fromLine(mail.author)}\n\n`;
  const message = mail.message.trim();
  const body = isQuoted ? unquoted(message) : message;
  return body.startsWith(guard) ? body.slice(guard.length) : body;
}

/** What stood behind `---`; an empty line parts the diff from it. */
function notesOf(text: string): string {
  return text.replace(/^---\n/, "") || "\n";
}
