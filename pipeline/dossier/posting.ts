// A series as the mails of one posting: files for git send-email, an mbox for git am and b4.

import type { Person } from "../parse/mail/mail-person.ts";
import { slugOf } from "../exchange/stored/slug.ts";
import { renderCover, renderMail, type StoredPatch } from "../exchange/stored/stored-patch.ts";
import { recipientHeaders } from "./recipients-text.ts";
import type { Recipient } from "./recipients.ts";

export type Posting = {
  /** 1 for the first, which is not named in subjects and file names. */
  readonly version: number;
  readonly letter: {
    readonly sender: Person;
    /** RFC 5322; git send-email writes its own. */
    readonly date: string;
    readonly subject: string;
    /** Bytes as latin1 characters. */
    readonly body: string;
  };
  readonly patches: readonly StoredPatch[];
  readonly recipients: readonly Recipient[];
};

/** Name -> bytes as latin1 characters, as git format-patch names and numbers them. */
export function postingFiles(posting: Posting): Map<string, string> {
  const start = posting.version > 1 ? `v${posting.version}-` : "";
  const names = ["cover-letter", ...posting.patches.map(({ subject }) => slugOf(subject))];
  const mails = mailsOf(posting);
  return new Map(
    names.map((name, at) => [
      `${start}${String(at).padStart(4, "0")}-${name}.patch`,
      mails[at] ?? "",
    ]),
  );
}

export function postingMbox(posting: Posting): string {
  return mailsOf(posting, { carried: "" })
    .map((mail) => `${mail}\n`)
    .join("");
}

function mailsOf(posting: Posting, inMbox?: { carried: string }): string[] {
  const { version, letter, patches, recipients } = posting;
  const total = String(patches.length);
  const number = (n: number): string =>
    `${version > 1 ? `v${version} ` : ""}${String(n).padStart(total.length, "0")}/${total}`;
  const { sender, ...words } = letter;
  const headers = recipientHeaders(recipients);
  return [
    renderCover({ ...words, author: sender }, number(0), inMbox),
    ...patches.map((patch, at) => renderMail(patch, number(at + 1), inMbox)),
  ].map((mail) => withHeaders(mail, headers));
}

/** At the end of the mail's head. */
function withHeaders(mail: string, headers: string): string {
  const end = mail.indexOf("\n\n") + 1;
  return mail.slice(0, end) + headers + mail.slice(end);
}
