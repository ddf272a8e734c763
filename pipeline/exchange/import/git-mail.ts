// Mails as git am sees them: git's own mailsplit and mailinfo read mbox, MIME and charsets.

import { readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InfraError, UserError } from "../../model/errors.ts";
import { asMailed } from "../../parse/patch/patch.ts";
import { readAtMost } from "../../tools/files/read-at-most.ts";
import { gitLines } from "../../tools/git-lines.ts";
import { Git } from "../../tools/git.ts";
import { charsetOf, mailText, utf8 } from "./mail-text.ts";
import { temporaryFolder } from "../../tools/temporary-folder.ts";

export type MailParts = {
  /** Empty if the mail names no one. */
  readonly author: { readonly name: string; readonly address: string };
  readonly date: string;
  /** With its `[PATCH n/m]`. */
  readonly subject: string;
  /** UTF-8 as latin1 characters. */
  readonly message: string;
  /** From `---` or the first line of the diff; the mail's bytes as latin1 characters, nothing recoded. */
  readonly patch: string;
};

/** A larger patch cannot have been reviewed, and git and the reports cannot handle it. */
const limit = 20 * 2 ** 20;

/** Throws UserError for a file that is too large to be a patch. */
export async function readBytes(path: string, shown: string): Promise<string> {
  const bytes = await readAtMost(path, limit);
  if (bytes) return bytes.toString("latin1");
  throw new UserError(
    `${shown}: more than ${limit / 2 ** 20} MB is too large for a patch`,
    "split it, or remove generated files from it",
  );
}

/** The queue of a stable kernel has some 1500. */
const mostMails = 10_000;

/** The mails of an mbox, in its order. Throws UserError where they are too many to be a series. */
export async function splitMbox(path: string, shown: string): Promise<string[]> {
  return withFolder(async (dir) => {
    const args = ["mailsplit", "-b", "--keep-cr", `-o${dir}`, "--", resolve(path)];
    const split = await new Git(dir).try({ args });
    if (!split.ok)
      throw new UserError(
        `${shown}: git mailsplit cannot read it: ${split.stderr.trim()}`,
        "save the mails as an mbox, for example with: b4 am",
      );
    const names = (await readdir(dir)).toSorted((a, b) => Number(a) - Number(b));
    if (names.length > mostMails)
      throw new UserError(
        `${shown}: ${names.length} mails are too many for a series (${mostMails} at most)`,
        "save only the mails of one series, for example with: b4 am",
      );
    const mails = await Promise.all(
      names.map((name) => readBytes(join(dir, name), `${shown}, mail ${Number(name)}`)),
    );
    return joined(mails);
  });
}

/** A line that begins with "From " without a header after it is unquoted text of a message. */
function joined(mails: readonly string[]): string[] {
  const whole: string[] = [];
  for (const mail of mails)
    if (!whole.length || /^From .*\n(?:[!-9;-~]+:|\s)/.test(mail)) whole.push(mail);
    else whole.push((whole.pop() ?? "") + mail);
  return whole;
}

/** One mail taken apart. Throws UserError where git cannot read it, or no commit could hold what it says. */
export async function readMail(saved: string, shown: string): Promise<MailParts> {
  const mail = mailText(saved);
  const read = await mailInfo(mail, shown);
  if ((mail.split("\n\n")[0] + read.fields + read.message).includes("\0"))
    throw new UserError(
      `${shown}: its header or message contains a NUL byte`,
      "remove it: git allows none in a commit",
    );
  // What stands in the body as a header is not recoded by git.
  const fields = Buffer.from(utf8(read.fields, charsetOf(mail)), "latin1").toString();
  const field = (name: string): string =>
    new RegExp(`^${name}: (.*)$`, "m").exec(fields)?.[1]?.trim() ?? "";
  return {
    author: { name: field("Author"), address: field("Email") },
    date: field("Date"),
    subject: field("Subject").replaceAll(/\s+/g, " "),
    message: utf8(read.message).replaceAll("\r\n", "\n"),
    patch: asMailed(read.patch),
  };
}

/** Bytes as latin1 characters. */
async function mailInfo(mail: string, shown: string) {
  return withFolder(async (dir) => {
    const [message, patch] = [join(dir, "message"), join(dir, "patch")];
    const args = ["mailinfo", "-k", "-u", "--quoted-cr=nowarn", message, patch];
    let fields = "";
    try {
      for await (const line of gitLines(new Git(dir), args, Buffer.from(mail, "latin1")))
        fields += line;
    } catch (cause) {
      if (!(cause instanceof InfraError)) throw cause;
      throw new UserError(
        `${shown}: the mail cannot be read: ${lastLine(cause.message).replace(/^git .* \d+: /, "")}`,
        "save the mail again, as UTF-8 or with its correct charset",
        { cause },
      );
    }
    return {
      fields,
      message: (await readFile(message)).toString("latin1"),
      patch: (await readFile(patch)).toString("latin1"),
    };
  });
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

export async function withFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await temporaryFolder();
  try {
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
