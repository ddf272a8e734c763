// A series -> the files of a format. The same series gives the same bytes: no dates, versions or names of our own.

import { readDiff } from "../../parse/patch/diff.ts";
import { checkContents } from "../stored/check-diff.ts";
import { letterOf } from "../stored/cover.ts";
import { openembeddedFiles, suseFiles } from "./export-distro.ts";
import { quiltFolder } from "../stored/quilt-folder.ts";
import { slugOf, uniqueName } from "../stored/slug.ts";
import { renderCover, renderMail, type StoredPatch } from "../stored/stored-patch.ts";
import type { StoredSeries } from "../import/stored-series.ts";

/** Path -> bytes as latin1 characters. */
export type Files = ReadonlyMap<string, string>;

export const formats: ReadonlyMap<string, (series: StoredSeries) => Files> = new Map<
  string,
  (series: StoredSeries) => Files
>([
  ["mbox", (series: StoredSeries) => new Map([[`${series.name}.mbox`, mboxOf(series)]])],
  ["format-patch", (series: StoredSeries) => new Map(mailsOf(series))],
  ["openembedded", openembeddedFiles],
  ["quilt", ({ patches, cover, sidecar }: StoredSeries) => quiltFolder(patches, cover, sidecar)],
  ["suse", suseFiles],
]);

/** An mbox has no file names: a mail takes its own along where the subject would not give it again. */
function mboxOf(series: StoredSeries): string {
  const taken = new Set<string>();
  const inMbox = ({ name, subject }: StoredPatch): { carried: string } => {
    const guess = uniqueName(slugOf(subject), taken);
    taken.add(name);
    return { carried: guess === name ? "" : name };
  };
  return mailsOf(series, inMbox)
    .map(([, mail]) => `${mail}\n`)
    .join("");
}

/** Numbered as git format-patch does; one patch without a letter has no number. Throws UserError for what git am cannot take. */
function mailsOf(
  { name, patches: stored, cover, "base-commit": base }: StoredSeries,
  inMbox?: (patch: StoredPatch) => { carried: string },
): [string, string][] {
  const patches = stored.map((patch, at) => (at ? patch : basedOn(patch, base, cover)));
  const total = String(patches.length);
  const numbered = patches.length > 1 || cover !== undefined;
  const number = (n: number): string => `${String(n).padStart(total.length, "0")}/${total}`;
  for (const patch of patches) checkContents(readDiff(patch.diff), patch.name);
  const mails = patches.map((patch, at): [string, string] => [
    fileName(at + 1, patch.name.replace(/\.diff$/, ".patch")),
    renderMail(patch, numbered ? number(at + 1) : "", inMbox?.(patch)),
  ]);
  const [first] = patches;
  if (cover === undefined || !first) return mails;
  // A letter has no author or date of its own here: those of the first patch are known and stay.
  const { author, date } = first;
  const letter = renderCover(
    { author, date, ...letterOf(cover, name) },
    number(0),
    inMbox && { carried: "" },
  );
  return [[fileName(0, "cover-letter.patch"), letter], ...mails];
}

/** As `git format-patch --base` says it: below the first diff. A letter that came with one keeps it, and is enough. */
function basedOn(first: StoredPatch, base: string | undefined, cover = ""): StoredPatch {
  if (base === undefined || /^base-commit: [0-9a-f]{40}$/m.test(cover)) return first;
  return { ...first, diff: `${first.diff}\nbase-commit: ${base}\n` };
}

function fileName(n: number, name: string): string {
  return `${String(n).padStart(4, "0")}-${name}`;
}
