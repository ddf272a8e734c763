// Mails as git am sees them: git's own mailsplit and mailinfo read mbox, MIME and charsets.

import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../model/errors.ts";
import { Git } from "../tools/git.ts";
import { temporaryFolder } from "../tools/temporary-folder.ts";

export type MailParts = {
  /** Empty where the mail names nobody. */
  readonly author: { readonly name: string; readonly address: string };
  readonly date: string;
  /** With its `[PATCH n/m]`. */
  readonly subject: string;
  /** UTF-8 as latin1 characters. */
  readonly message: string;
  /** From `---` or the first line of the diff; the mail's bytes as latin1 characters, nothing recoded. */
  readonly patch: string;
};

/** More than this is no patch that a person has read; git and the reports would choke on it. */
const limit = 20 * 2 ** 20;

/** Throws UserError for a file that is too large to be a patch. */
export async function readBytes(path: string, shown: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= limit) return (await readFile(path)).toString("latin1");
  throw new UserError(
    `${shown}: ${Math.ceil(size / 2 ** 20)} MB is too large for a patch (20 MB at most)`,
    "split it, or leave generated files out of it",
  );
}

/** The mails of an mbox, in its order. */
export async function splitMbox(path: string, shown: string): Promise<string[]> {
  return withFolder(async (dir) => {
    const args = ["mailsplit", "-b", "--keep-cr", `-o${dir}`, "--", resolve(path)];
    const split = await new Git(dir).try({ args });
    if (!split.ok)
      throw new UserError(
        `${shown}: git mailsplit cannot read it: ${split.stderr.trim()}`,
        "save the mails as an mbox, for instance with: b4 am",
      );
    const names = (await readdir(dir)).toSorted((a, b) => Number(a) - Number(b));
    return Promise.all(
      names.map((name) => readBytes(join(dir, name), `${shown}, mail ${Number(name)}`)),
    );
  });
}

/** One mail taken apart. A mail that was saved with CR LF holds no CR of its files: git am takes them off too. */
export async function readMail(mail: string, shown: string): Promise<MailParts> {
  return withFolder(async (dir) => {
    const [message, patch] = [join(dir, "message"), join(dir, "patch")];
    const args = ["mailinfo", "-k", "-u", "--quoted-cr=nowarn", message, patch];
    const read = await new Git(dir).try({ args, input: Buffer.from(asSent(mail), "latin1") });
    if (!read.ok)
      throw new UserError(
        `${shown}: the mail cannot be read: ${lastLine(read.stderr)}`,
        "save the mail again, as UTF-8 or with the charset that it has",
      );
    const field = (name: string): string =>
      new RegExp(`^${name}: (.*)$`, "m").exec(read.stdout)?.[1]?.trim() ?? "";
    return {
      author: { name: field("Author"), address: field("Email") },
      date: field("Date"),
      subject: field("Subject"),
      message: (await readFile(message)).toString("latin1"),
      patch: asSentDiff((await readFile(patch)).toString("latin1")),
    };
  });
}

function asSent(mail: string): string {
  return /^[^\n]*\r\n/.test(mail) ? mail.replaceAll("\r\n", "\n") : mail;
}

function asSentDiff(patch: string): string {
  return /^(?:diff --git|\+\+\+) .*\r\n/m.test(patch) ? patch.replaceAll("\r\n", "\n") : patch;
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
