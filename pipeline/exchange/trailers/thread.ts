// A saved thread: the patches that were posted, and which of them each answer is about.

import { UserError } from "../../model/errors.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { readMail, splitMbox } from "../import/git-mail.ts";
import { numberOf, withoutPrefix } from "../stored/stored-patch.ts";
import { readThreadMail, type ThreadMail } from "./thread-mail.ts";

export type Posting = {
  readonly mail: ThreadMail;
  /** Without `[PATCH v2 3/7]`. */
  readonly subject: string;
  readonly version: number;
  /** m of n/m; 1 for a patch that stands alone. */
  readonly total: number;
  /** The commit message, UTF-8 as latin1 characters. */
  readonly message: string;
  /** Bytes as latin1 characters; absent for a cover letter. */
  readonly diff?: string;
};

export type Answer = {
  readonly mail: ThreadMail;
  /** What it is about; absent where the thread does not show it. */
  readonly to?: Posting;
};

export type Thread = {
  readonly postings: readonly Posting[];
  readonly answers: readonly Answer[];
  /** Why mails were passed over. */
  readonly unread: readonly string[];
};

/** Throws UserError if the file is not an mbox. An unreadable mail must not hide the others. */
export async function readThread(path: string, shown: string): Promise<Thread> {
  const mails = new Map<string, ThreadMail>();
  const postings = new Map<string, Posting>();
  const unread: string[] = [];
  for (const [at, raw] of (await splitMbox(path, shown)).entries()) {
    const name = `mail ${at + 1}`;
    try {
      const mail = await readThreadMail(raw, name);
      const key = mail.id || name;
      // Lists send a mail again to whom it was sent already.
      if (mails.has(key)) continue;
      mails.set(key, mail);
      const posting = await postingOf(mail);
      if (posting) postings.set(key, posting);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unread.push(error.message);
    }
  }
  const answers: Answer[] = [];
  for (const [key, mail] of mails) {
    if (postings.has(key)) continue;
    const to = byReference(mail, mails, postings, new Set()) ?? bySubject(mail, postings);
    answers.push(to ? { mail, to } : { mail });
  }
  return { postings: [...postings.values()], answers, unread };
}

/** Whether the patch was posted under this letter: it answers it, or answers none and the letter is the only one for it. */
export function isUnder(letter: Posting, patch: Posting, postings: readonly Posting[]): boolean {
  if (patch.diff === undefined) return false;
  const letters = postings.filter(
    ({ diff, version }) => diff === undefined && version === patch.version,
  );
  const answered = letters.filter(({ mail }) => patch.mail.parents.includes(mail.id));
  const fitting = letters.filter(({ total }) => total === patch.total);
  const own = answered.length ? answered : fitting;
  return own.length === 1 && own[0] === letter;
}

const answerPrefix = /^(?:\s*(?:re|aw|sv|fwd?)(?:\[\d+\])?:)+\s*/i;

/** A patch or a cover letter. An answer that shows a patch is an answer still. */
async function postingOf(mail: ThreadMail): Promise<Posting | undefined> {
  const { subject } = mail;
  if (!/^(?:\[[^\]]*\]\s*)*\[[^\]]*PATCH[^\]]*\]/i.test(subject)) return undefined;
  const number = numberOf(subject);
  const common = {
    mail,
    subject: withoutPrefix(subject),
    version: versionOf(subject) ?? 1,
    total: number?.of ?? 1,
  };
  if (number?.n === 0) return { ...common, message: "" };
  const { message, patch } = await readMail(mail.raw, mail.shown);
  const { files } = readDiff(patch);
  if (!files.length) return undefined;
  return { ...common, message, diff: files.map(({ header, body }) => header + body).join("") };
}

/** Mails may answer each other in a ring; only a hostile one does. */
function byReference(
  mail: ThreadMail,
  mails: ReadonlyMap<string, ThreadMail>,
  postings: ReadonlyMap<string, Posting>,
  seen: Set<string>,
): Posting | undefined {
  for (const id of mail.parents) {
    const posting = postings.get(id);
    if (posting) return posting;
    const parent = mails.get(id);
    if (!parent || seen.has(id)) continue;
    seen.add(id);
    const found = byReference(parent, mails, postings, seen);
    if (found) return found;
  }
  return undefined;
}

/** For mailers that lose the references. Two versions of a patch have one subject: its prefix must tell them apart. */
function bySubject(
  { subject }: ThreadMail,
  postings: ReadonlyMap<string, Posting>,
): Posting | undefined {
  const about = subject.replace(answerPrefix, "");
  if (about === subject) return undefined;
  const version = versionOf(about) ?? 1;
  const bare = withoutPrefix(about);
  const same = [...postings.values()].filter(
    (one) => bare !== "" && one.subject === bare && one.version === version,
  );
  return same.length === 1 ? same[0] : undefined;
}

function versionOf(subject: string): number | undefined {
  const found = /^(?:\[[^\]]*\]\s*)*?\[[^\]]*\bv(\d{1,3})\b[^\]]*\]/i.exec(subject)?.[1];
  return found === undefined ? undefined : Number(found);
}
