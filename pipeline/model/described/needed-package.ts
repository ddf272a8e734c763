// Lines of tools/system-packages and tools/test-packages: what must be there, and the Debian package that brings it.

export type NeededPackage = {
  /** A command on PATH, or the absolute path of a file. */
  readonly what: string;
  readonly package: string;
};

/**
 * Lines of `WHAT PACKAGE`, or `WHAT PACKAGE MACHINE` where only that machine (as `uname -m` says) needs it; those that
 * begin with # are comments. The script twinboot reads them in the same way. Without `machine`, those of every machine.
 */
export function neededPackages(text: string, machine?: string): NeededPackage[] {
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return lines.flatMap((line) => {
    const [what = "", name = "", only] = line.split(" ");
    const isElsewhere = only !== undefined && machine !== undefined && only !== machine;
    return isElsewhere ? [] : [{ what, package: name }];
  });
}
