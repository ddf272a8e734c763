// New files in sysfs are an interface: each is documented in Documentation/ABI.

import { pluralize } from "../model/pluralize.ts";
import { notApplicable, type Rule, type CheckResult, resultIn } from "./rule.ts";
import { labelOf, type PostedSeries } from "./posted-series.ts";

export const sysfsAbi: Rule = {
  check: "sysfs-abi",
  rule: "Every new file in sysfs has an entry in Documentation/ABI.",
  source: 'Documentation/process/submit-checklist.rst, "Provide documentation"',
};

export type NewAttribute = { readonly patch: string; readonly name: string };

/** linux/sysfs.h, linux/device.h: `__ATTR_RO(x)`, `DEVICE_ATTR_RW(x)`, `DRIVER_ATTR_STRING(x, ...)`, `BIN_ATTR(x, ...)`. */
const declared =
  /\b(?:__(?:BIN_)?ATTR|(?:\w+_)?(?:DEVICE|DRIVER|BUS|CLASS|BIN|KOBJ|HYPERVISOR)_ATTR)(?:_[A-Z0-9_]+)?\(\s*([a-z]\w*)/g;

/** Attributes that the series declares; one that it only moves from a file to another is not new. */
export function newAttributes(series: PostedSeries): NewAttribute[] {
  const removed = new Set(series.patches.flatMap(({ files }) => namesIn(files, "-")));
  return series.patches.flatMap((patch) =>
    namesIn(patch.files, "+")
      .filter((name) => !removed.has(name))
      .map((name) => ({ patch: labelOf(patch, series), name })),
  );
}

type Files = PostedSeries["patches"][number]["files"];

/** Test code creates files that are not an ABI; the definition of a macro names no file. */
function namesIn(files: Files, side: "+" | "-"): string[] {
  const code = files.filter(({ after, before }) => {
    const path = after ?? before ?? "";
    return /\.[ch]$/.test(path) && !/(?:^|[/_-])(?:kunit|tests?)(?:[/._-])/.test(path);
  });
  const lines = code.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  const own = lines.filter((line) => line.startsWith(side) && !/^.\s*#\s*define\b/.test(line));
  const names = own.flatMap((line) => [...line.matchAll(declared)].map(([, name = ""]) => name));
  return [...new Set(names)];
}

/** `documented`: those that a `What:` line of the tree with the series ends in. */
export function seeSysfsAbi(
  attributes: readonly NewAttribute[],
  documented: readonly string[],
): CheckResult {
  if (!attributes.length) return notApplicable("no patch makes a file in sysfs");
  const missing = attributes.filter(({ name }) => !documented.includes(name));
  return resultIn(
    missing.map(
      ({ patch, name }) => `${patch}: no What: line of Documentation/ABI ends in /${name}`,
    ),
    pluralize(attributes.length, "new attribute"),
    attributes.map(({ patch, name }) => `${patch}: ${name}`),
  );
}
