// A patch file (RFC 5322 mail or bare diff) -> its subject, and the files and hunks it touches.

import { readDiff } from "./diff.ts";
import { mailSubject } from "../mail/mail-subject.ts";
import type { DiffFile } from "./patched-file.ts";

export type ParsedPatch = {
  /** Without `[PATCH ...]`; empty where the file is no mail. */
  readonly subject: string;
  readonly files: readonly DiffFile[];
};

/** `text` holds the file's bytes, one character each (latin1). Undefined where it is no patch that can be read whole. */
export function parsePatch(text: string): ParsedPatch | undefined {
  const { head, files, problem } = readDiff(asMailed(text));
  return files.length && !problem ? { subject: mailSubject(head), files } : undefined;
}

/** A mail that was saved with CR LF holds no CR of its files: git am takes them off too. */
export function asMailed(text: string): string {
  return /^(?:diff --git |\+\+\+ ).*\r\n/m.test(text) ? text.replaceAll("\r\n", "\n") : text;
}
