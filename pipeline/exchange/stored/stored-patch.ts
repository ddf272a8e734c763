// One patch as stored in patches/<series>/: a mail as git format-patch writes it, always with the same bytes.

import { digestOf } from "../../model/digest.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import {
  ownFromLine,
  quotedFroms,
  quotedSeparators,
  unquotedOwn,
} from "../../parse/mail/mbox-quoting.ts";
import { fromLine, headerLine, headerOf } from "./mail-header.ts";

/** Bodies and diffs are bytes as latin1 characters; header texts are text. */
export type StoredPatch = {
  /** The file's name in patches/<series>/. */
  readonly name: string;
  readonly author: { readonly name: string; readonly address: string };
  /** RFC 5322, from the author's mail. */
  readonly date: string;
  /** Without `[PATCH n/m]`. */
  readonly subject: string;
  /** The commit message below the subject; no blank lines around it. */
  readonly body: string;
  /** What stands between `---` and the diff: notes, diffstat. */
  readonly notes: string;
  /** From the first `diff --git`, with what follows the last hunk; no signature. */
  readonly diff: string;
};

type Unnamed = Omit<StoredPatch, "name">;

/** What only a mail among others has. */
type InMbox = {
  /** The file name that it takes along (RFC 2183), where its subject does not give it; else empty. */
  readonly carried: string;
};

/**
 * @param number the n/m of `[PATCH n/m]`; "" for a patch that stands alone
 */
export function renderMail(patch: Unnamed, number = "", mbox?: InMbox): string {
  const prefix = `[PATCH${number ? ` ${number}` : ""}]`;
  const { subject, author, date, body, notes, diff } = patch;
  const quoted = (mbox ? quotedFroms : quotedSeparators)(guardedBody(author, body));
  const words = body ? `${quoted}\n` : "";
  const mime = [subject, author.name, body].some((text) => /[^\0-\x7f]/.test(text))
    ? mimeLines
    : "";
  const disposition = mbox?.carried
    ? `Content-Disposition: inline; filename="${mbox.carried}"\n`
    : "";
  const head = `${fromLine(author)}\nDate: ${date}\n${headerLine("Subject", prefix, subject)}\n${mime}${disposition}`;
  // b4 0.12 (Debian 12) ends with an exception at a folded subject of an mbox that it is given.
  const lines = mbox ? messageId(head + words + diff) + head.replaceAll("\n ", " ") : head;
  return `${ownFromLine}${lines}\n${words}---\n${notes}${diff}`;
}

/** b4 rejects mails without one. It is a digest of the contents, in a domain that cannot send mail. */
function messageId(mail: string): string {
  return `Message-ID: <${digestOf(mail).slice(0, 40)}@twinboot.invalid>\n`;
}

/** A letter without a patch. */
export function renderCover(
  letter: Pick<StoredPatch, "author" | "date" | "subject" | "body">,
  number: string,
  mbox?: InMbox,
): string {
  return renderMail({ ...letter, notes: "", diff: "" }, number, mbox).replace(/---\n$/, "");
}

const mimeLines =
  "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n";

/** The file name that a mail takes along. */
export function carriedName(mail: string): string | undefined {
  const head = mail.slice(0, mail.indexOf("\n\n") + 1);
  return /^Content-Disposition: inline; filename="([\w.+-]+)"$/m.exec(head)?.[1];
}

/** A message that begins like a header would be eaten by git am as one (git-mailinfo(1)): the author again goes before it. */
export function guardedBody(author: StoredPatch["author"], body: string): string {
  const eaten = /^(?:>?From |(?:From|Date|Subject|Content-\S+|MIME-Version): ?|\[PATCH)/i;
  return eaten.test(body) ? `${fromLine(author)}\n\n${body}` : body;
}

/** Around a text; a line may begin with blanks. */
export function withoutBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "").trimEnd();
}

/** A file of patches/<series>/ again. Undefined where it is not a mail with a diff. */
export function parseStored(name: string, text: string): StoredPatch | undefined {
  const { head, files, problem } = readDiff(text);
  const end = head.indexOf("\n\n");
  const header = head.slice(0, end + 1);
  const from = headerOf(header, "From");
  const subject = headerOf(header, "Subject");
  if (end < 0 || from === undefined || subject === undefined || problem || !files.length)
    return undefined;
  const [, wholeName = "", address = from] = /^(.*?)\s*<([^<>]*)>\s*$/.exec(from) ?? [];
  const author = { name: wholeName.replace(/^"(.*)"$/, "$1").replaceAll(/\\(.)/g, "$1"), address };
  const [words = "", ...notes] = head.slice(end + 2).split(/^---\n/m);
  const body = unquotedOwn(text, withoutBlankLines(words));
  const guard = `${fromLine(author)}\n\n`;
  return {
    name,
    author,
    date: headerOf(header, "Date") ?? "",
    subject: withoutPrefix(subject),
    body: body.startsWith(guard) ? body.slice(guard.length) : body,
    notes: notes.join("---\n"),
    diff: files.map((one) => one.junk + one.header + one.body).join(""),
  };
}

/**
 * Takes `[PATCH v2 3/7]`, `[RFC]` and `[3/7]` off, and what lists put before them: `Re:`, `[Xen-devel]`. What follows
 * them in brackets is a word of the author's: `[media]`.
 */
export function withoutPrefix(subject: string): string {
  const tags = [...subject.matchAll(/\s*(?:re:|\[[^\]]*\])/giy)].map(([tag]) => tag);
  const last = tags.findLastIndex((tag) => /PATCH|RFC|\d+\/\d+|re:/i.test(tag));
  return subject.slice(tags.slice(0, last + 1).join("").length).trim();
}

/** n and m of `[PATCH n/m]`. */
export function numberOf(subject: string): { readonly n: number; readonly of: number } | undefined {
  const found = /^(?:\s*(?:re:|\[[^\]]*\]))*?\s*\[[^\]]*?(\d+)\/(\d+)[^\]]*\]/i.exec(subject);
  return found ? { n: Number(found[1]), of: Number(found[2]) } : undefined;
}
