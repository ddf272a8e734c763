// The author, the date and the message that `git am` would take from a patch.

import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PatchFile } from "../../model/described/series.ts";
import { mailDate } from "../../parse/mail/mail-date.ts";
import { unquotedOwn } from "../../parse/mail/mbox-quoting.ts";
import type { RebaseContext } from "../apply/rebase-context.ts";

/** All bytes, one character each. */
export type PatchMail = {
  /** `Name <address> seconds zone`, as in a commit. */
  readonly author: string;
  readonly message: string;
};

const known = new Map<string, Promise<PatchMail>>();

/** git-mailinfo(1) reads each patch once, however many heads it goes to. */
export function patchMail(
  context: Pick<RebaseContext, "git" | "workDir">,
  patch: PatchFile,
): Promise<PatchMail> {
  const key = `${patch.digest} ${patch.name}`;
  const mail = known.get(key) ?? readMail(context, patch);
  known.set(key, mail);
  // What failed once may not fail again.
  mail.catch(() => known.delete(key));
  return mail;
}

async function readMail(
  { git, workDir }: Pick<RebaseContext, "git" | "workDir">,
  patch: PatchFile,
): Promise<PatchMail> {
  const at = join(workDir, randomUUID());
  const [message, diff] = [`${at}.message`, `${at}.diff`];
  try {
    const input = Buffer.from(patch.text, "latin1");
    const head = await git.mustCall({ args: ["mailinfo", message, diff], input });
    const body = await readFile(message, "latin1");
    const own = unquotedOwn(patch.text, body);
    return mailOf(patch.name, Buffer.from(head).toString("latin1"), own);
  } finally {
    await Promise.all([message, diff].map((path) => rm(path, { force: true })));
  }
}

function mailOf(name: string, head: string, body: string): PatchMail {
  const field = (key: string): string => new RegExp(`^${key}: (.*)$`, "m").exec(head)?.[1] ?? "";
  const who = withoutCrud(field("Author")) || "unknown";
  const address = withoutCrud(field("Email")) || "unknown";
  const subject = field("Subject") || name;
  return {
    author: `${who} <${address}> ${commitDate(field("Date"))}`,
    message: cleaned(`${subject}\n\n${body}`),
  };
}

/** What git takes off a name (ident.c): it could end the field. */
function withoutCrud(text: string): string {
  return text.replaceAll(/[<>\n]/g, "").replaceAll(/^[\0- .,:;"'\\]+|[\0- .,:;"'\\]+$/g, "");
}

/** RFC 5322 date -> `seconds zone`; a mail without one is of the epoch, so that it stays the same commit. */
function commitDate(text: string): string {
  const { seconds, zone } = mailDate(text) ?? { seconds: 0, zone: "+0000" };
  return `${seconds} ${zone}`;
}

/** git-stripspace(1). */
function cleaned(text: string): string {
  const lines = text.replaceAll(/[ \t\r]+$/gm, "").replaceAll(/\n{3,}/g, "\n\n");
  return `${lines.replaceAll(/^\n+|\n+$/g, "")}\n`;
}
