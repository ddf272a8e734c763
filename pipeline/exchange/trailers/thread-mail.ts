// One mail of a saved thread, MIME, charsets and encoded words undone (postal-mime).

import PostalMime, { type Email } from "postal-mime";
import { UserError } from "../../model/errors.ts";

export type ThreadMail = {
  /** How messages name it: `mail 3`. */
  readonly shown: string;
  /** Bytes as latin1 characters, as mailsplit gave them. */
  readonly raw: string;
  /** Without angle brackets; empty where it has none. */
  readonly id: string;
  /** The mails it answers, the nearest first. */
  readonly parents: readonly string[];
  /** The address of its From; absent where it has none, or more than one. */
  readonly from?: string;
  readonly subject: string;
  /** Its plain text; empty if it has only HTML. Forwarded mails are not included. */
  readonly text: string;
};

/** Throws UserError for anything but a mail: endlessly nested parts, headers of megabytes. */
export async function readThreadMail(raw: string, shown: string): Promise<ThreadMail> {
  const mail = await parsed(raw, shown);
  const from = addressOf(mail);
  return {
    shown,
    raw,
    id: idsIn(mail.messageId).at(-1) ?? "",
    parents: [...idsIn(mail.inReplyTo), ...idsIn(mail.references).toReversed()],
    ...(from === undefined ? {} : { from }),
    subject: (mail.subject ?? "").replaceAll(/\s+/g, " ").trim(),
    text: mail.text ?? "",
  };
}

async function parsed(raw: string, shown: string): Promise<Email> {
  // The first line is the mailbox's, not the mail's.
  const bytes = Buffer.from(raw.replace(/^From .*\n/, ""), "latin1");
  try {
    return await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${shown}: it cannot be read: ${why}`, "remove it from the mbox", {
      cause,
    });
  }
}

/** A mail with two senders tries to hide one of them. */
function addressOf({ headers, from }: Email): string | undefined {
  const senders = headers.filter(({ key }) => key === "from");
  return senders.length === 1 && from?.address ? from.address.toLowerCase() : undefined;
}

function idsIn(text = ""): string[] {
  return [...text.matchAll(/<([^<>\s]+)>/g)].map(([, id = ""]) => id);
}
