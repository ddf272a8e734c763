// A plain diff, as quilt and diff -u write it, with the header that git would give it: patch-ids cover the header.

/** `diff`: bytes, one character each. A diff of git's own comes back as it is. */
export function asGitDiff(diff: string): string {
  if (/^diff --git /m.test(diff)) return diff;
  return diff.replaceAll(plainHeader, (_, from: string, to: string) => {
    const [before, after] = [pathOf(from), pathOf(to)];
    const path = after ?? before ?? "";
    return [
      `diff --git a/${path} b/${path}`,
      // diff -u knows no mode: a program that is new has another id here than in git.
      ...(before === undefined ? ["new file mode 100644"] : []),
      ...(after === undefined ? ["deleted file mode 100644"] : []),
      before === undefined ? "--- /dev/null" : `--- a/${path}`,
      after === undefined ? "+++ /dev/null" : `+++ b/${path}`,
      "",
    ].join("\n");
  });
}

/** With the lines that quilt, svn or diff -r put in front of it; a date may follow behind a tab. */
const plainHeader =
  /^(?:(?:Index: |=====|diff -).*\n)*--- ([^\t\n]+).*\n\+\+\+ ([^\t\n]+).*\n(?=@@ -)/gm;

/** The first folder is the tree's name (patch -p1). */
function pathOf(name: string): string | undefined {
  return name === "/dev/null" ? undefined : name.replace(/^[^/]*\//, "");
}
