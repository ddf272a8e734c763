// modules.dep and modules.builtin: which files a module needs, and what is built in (depmod(8), modules.dep(5)).

export type NeededModules = {
  /** Lines of modules.dep: a file and those that it needs, as they are to be read from their end. */
  readonly lines: readonly { readonly file: string; readonly needs: readonly string[] }[];
  /** Files of modules.builtin. */
  readonly builtin: readonly string[];
  /** Neither module nor built in. */
  readonly missing: readonly string[];
};

/** `names` with `_` for `-`. A path that leads out of its folder is left out: then the module is missing. */
export function neededModules(
  names: readonly string[],
  { dep, builtin }: { readonly dep: string; readonly builtin: string },
): NeededModules {
  const files = new Map(depLines(dep).map((line) => [moduleName(line.file), line]));
  const inKernel = new Map(
    builtin
      .split("\n")
      .filter(isPlain)
      .map((file) => [moduleName(file), file]),
  );
  return {
    lines: names.flatMap((name) => (inKernel.has(name) ? [] : (files.get(name) ?? []))),
    builtin: names.flatMap((name) => inKernel.get(name) ?? []),
    missing: names.filter((name) => !inKernel.has(name) && !files.has(name)),
  };
}

/** `kernel/drivers/net/xen-netfront.ko.xz` -> `xen_netfront`. */
export function moduleName(file: string): string {
  const base = file.slice(file.lastIndexOf("/") + 1);
  return base.replace(/\.ko(?:\.\w+)?$/, "").replaceAll("-", "_");
}

function depLines(text: string) {
  return text.split("\n").flatMap((line) => {
    const colon = line.indexOf(":");
    if (colon < 0) return [];
    const file = line.slice(0, colon);
    const needs = line
      .slice(colon + 1)
      .split(" ")
      .filter(Boolean);
    return [file, ...needs].every(isPlain) ? [{ file, needs }] : [];
  });
}

function isPlain(file: string): boolean {
  return (
    /^[\w.,+@-]+(?:\/[\w.,+@-]+)*\.ko(?:\.\w+)?$/.test(file) &&
    !file.split("/").some((name) => name === ".." || name === ".")
  );
}
