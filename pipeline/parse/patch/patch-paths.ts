// Which path of a patch may be written at all. Whoever applies a patch asks here first.

/**
 * Why a path (relative to the tree, `/` between its parts) must not be written; undefined where it may.
 * The rules are git's own (verify_path, core.protectHFS, core.protectNTFS): `.git` by any of the names a file system
 * takes for it. What a path means once a series has made a symbolic link of its parent, only the series can tell.
 */
export function unsafePath(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.includes("\0")) return "holds a NUL byte";
  if (/^[/\\]/.test(path) || /^[a-z]:/i.test(path)) return "is absolute";
  const parts = path.split(/[/\\]/);
  if (parts.includes("..")) return "leaves the tree";
  if (parts.some(isGitFolder)) return "lies in .git";
  if (parts.includes("") || parts.includes(".")) return "has an empty part";
  return undefined;
}

/** HFS+ ignores some code points, NTFS blanks and dots at the end, what follows a colon, and knows git~1. */
function isGitFolder(part: string): boolean {
  const seen = part
    .replaceAll(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, "")
    .replaceAll(/\u00e2\u0080[\u008c-\u008f\u00aa-\u00ae]|\u00e2\u0081[\u00aa-\u00af]/g, "")
    .replaceAll("\u00ef\u00bb\u00bf", "")
    .replace(/:.*$/, "")
    .replace(/[. ]+$/, "");
  return /^(?:\.git|git~1)$/i.test(seen);
}
