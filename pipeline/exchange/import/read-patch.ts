// One raw patch, mail or plain -> the form in which it is stored.

import { UserError } from "../../model/errors.ts";
import { type Diff, readDiff } from "../../parse/patch/diff.ts";
import { gitForm } from "../../parse/patch/git-form.ts";
import { mailDate, mailDateText } from "../../parse/mail/mail-date.ts";
import { unquotedFroms } from "../../parse/mail/mbox-quoting.ts";
import { asMailed } from "../../parse/patch/patch.ts";
import { checkContents, checkDiff, checkOneMail, type SeriesPaths } from "../stored/check-diff.ts";
import { mailOf, unknown } from "./dep3.ts";
import { exportedMail, foreignMail } from "./foreign-mail.ts";
import { type MailParts, readMail } from "./git-mail.ts";
import type { RawPatch } from "./source.ts";
import { fromLine } from "../stored/mail-header.ts";
import { type StoredPatch, withoutBlankLines, withoutPrefix } from "../stored/stored-patch.ts";

export type ReadPatch = {
  readonly raw: RawPatch;
  readonly mail: MailParts;
  /** Whether MIME was undone. */
  readonly isMail: boolean;
  /** The diff as the source had it. */
  readonly diff: Diff;
};

/** Throws UserError for what git cannot read. A quilt patch's diff is never MIME: only its head is read as a mail. */
export async function readPatch(raw: RawPatch): Promise<ReadPatch> {
  const text = raw.line ? undefined : foreignMail(raw.text);
  if (text !== undefined) {
    const mail = await readMail(text, raw.shown);
    return { raw, mail, isMail: true, diff: readDiff(mail.patch) };
  }
  const diff = raw.line
    ? readDiff(raw.text.replace(/[^\n]$/, "$&\n"), raw.line.strip)
    : readDiff(asMailed(raw.text));
  const head = mailOf(exportedMail(diff.head) ?? diff.head);
  return { raw, mail: await readMail(head, raw.shown), isMail: false, diff };
}

/** Throws UserError where the diff cannot be applied, or would write outside its tree. */
export function storedPatch(read: ReadPatch, paths: SeriesPaths): Omit<StoredPatch, "name"> {
  const { raw, mail, diff, isMail } = read;
  checkDiff(diff, raw.shown, (line) => placeOf(read, line));
  if (!raw.line) {
    checkContents(diff, raw.shown);
    checkOneMail(diff, raw.shown);
  }
  for (const file of diff.files) paths.check(file, raw.shown);
  return {
    author: mail.author.address ? mail.author : unknown.author,
    date: dateOf(mail, raw),
    subject: withoutPrefix(mail.subject) || raw.stem || "a patch without a subject",
    body: bodyOf(mail, isMail && raw.quotes !== false),
    notes: notesOf(isMail ? diff.head : mail.patch),
    diff: diff.files.map((file) => gitForm(file) + file.body).join(""),
  };
}

/** A mail that was encoded has other lines than its file. */
function placeOf({ raw, mail, isMail }: ReadPatch, line: number): string {
  if (!isMail) return `line ${line}`;
  const start = raw.text.replaceAll("\r\n", "\n").lastIndexOf(mail.patch);
  if (start < 0) return `line ${line} of its decoded diff`;
  return `line ${raw.text.replaceAll("\r\n", "\n").slice(0, start).split("\n").length - 1 + line}`;
}

const rfc = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;

/** git am stops at an invalid date. The date of a quilt patch is kept in the sidecar. */
function dateOf({ date }: MailParts, raw: RawPatch): string {
  const known = mailDate(date);
  if (known) return rfc.test(date) ? date : mailDateText(known);
  if (date === "" || raw.line) return unknown.date;
  throw new UserError(
    `${raw.shown}: "${date}" is not a valid commit date`,
    "correct the mail's Date; for example: Mon, 2 Nov 2026 10:00:00 +0100",
  );
}

/** Also of a letter without a patch. */
export function bodyOf(mail: MailParts, isQuoted: boolean): string {
  const guard = `${fromLine(mail.author)}\n\n`;
  const message = withoutBlankLines(mail.message);
  const body = isQuoted ? unquotedFroms(message) : message;
  return body.startsWith(guard) ? body.slice(guard.length) : body;
}

/** What stood behind `---`; an empty line parts the diff from it. */
function notesOf(text: string): string {
  return text.replace(/^---\n/, "") || "\n";
}
