// Lines of tools/system-packages and tools/test-packages: what must be there, and the Debian package that brings it.

export type NeededPackage = {
  /** A command on PATH, or the absolute path of a file. */
  readonly what: string;
  readonly package: string;
};

/** Lines of `WHAT PACKAGE`; those that begin with # are comments. The script twinboot reads them in the same way. */
export function neededPackages(text: string): NeededPackage[] {
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return lines.map((line) => {
    const [what = "", name = ""] = line.split(" ");
    return { what, package: name };
  });
}
