// Names out of subjects, as git format-patch makes them (format_sanitized_subject), and unique in their series.

/** `driver core: Add it` -> `driver-core-Add-it`; at most 52 characters. */
export function slugOf(subject: string): string {
  const words = subject.replaceAll(/[^A-Za-z0-9._]+/g, "-").replaceAll(/\.{2,}/g, ".");
  const slug = words
    .replace(/^[-.]+/, "")
    .slice(0, 52)
    .replace(/[-.]+$/, "");
  return slug || "patch";
}

/** A name that somebody chose, without what a series may not name. */
export function stemOf(name: string): string {
  return name.replaceAll(/[^\w.+-]+/g, "-").replace(/^[-.+]+/, "") || "patch";
}

/** The stem, or the first of stem-2, stem-3 ... that is free. */
export function uniqueName(stem: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const name = `${stem}${n === 1 ? "" : `-${n}`}.patch`;
    if (!taken.has(name)) return name;
  }
}
