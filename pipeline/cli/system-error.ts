// What a system call failed with -> what a person can do about it. It is the machine's, and not a mistake of ours.

import { isSystemError } from "../model/errors.ts";

const full = "make room; see: df -h";
const rights = "this user must be able to read and write there; see: ls -ld";
const other = "look at that path: something else stands there than a store has";

const hints: Readonly<Record<string, string>> = {
  ENOSPC: full,
  EDQUOT: full,
  EROFS: "that disk is read-only: use another store with TWINBOOT_STORE=/path ./twinboot ...",
  EACCES: rights,
  EPERM: rights,
  EIO: "look at the disk; see: dmesg",
  EMFILE: "raise the limit of open files: ulimit -n",
  ENFILE: "raise the limit of open files: sysctl fs.file-max",
  ENOMEM: "free some memory; see: free -m",
  ENOENT: other,
  ENOTDIR: other,
  EISDIR: other,
  EEXIST: other,
  ENOTEMPTY: other,
  ELOOP: other,
  ENAMETOOLONG: "use a store with a shorter path: TWINBOOT_STORE=/path ./twinboot ...",
};

/** What to type or look at next; undefined where it is none that a machine can be at fault for. */
export function systemHint(error: unknown): string | undefined {
  return isSystemError(error) ? hints[error.code ?? ""] : undefined;
}
