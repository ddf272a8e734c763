// What a system call failed with -> what a person can do about it. It is the machine's, and not a mistake of ours.

import { tmpdir } from "node:os";
import { isSystemError } from "../model/errors.ts";
import { storeDir } from "../work/session.ts";

const full = `free some space; see: df -h ${storeDir()} ${tmpdir()}`;
const rights = "you need permission to read and write there; see: ls -ld";
const other = "check that path: it is not what a store contains";

const hints: Readonly<Record<string, string>> = {
  ENOSPC: full,
  EDQUOT: full,
  EROFS:
    "that file system is read-only: use another store with TWINBOOT_STORE=/path ./twinboot ...",
  EACCES: rights,
  EPERM: rights,
  EIO: "check the disk; see: dmesg",
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

/** What to do next; undefined for errors that the machine cannot cause. */
export function systemHint(error: unknown): string | undefined {
  return isSystemError(error) ? hints[error.code ?? ""] : undefined;
}
