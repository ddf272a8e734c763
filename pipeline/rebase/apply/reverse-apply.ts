// Which patches of a series a tree holds: taken out of it one by one, the last first (as StGit's rebase --merged does).

import type { ParsedPatch } from "../../parse/patch/patch.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import { applyHunks, oldLines, reversed } from "./apply-hunks.ts";
import type { HeadFile, HeadFiles } from "./head-files.ts";
import { placesIn } from "./hunk-places.ts";

/** The names of those whose every hunk has landed, what later patches of the series made of it left aside. */
export function landedPatches(
  head: HeadFiles,
  series: readonly { readonly name: string; readonly parsed: ParsedPatch }[],
): ReadonlySet<string> {
  const landed = new Set<string>();
  let files = head;
  for (const { name, parsed } of series.toReversed()) {
    if (!placesIn(files, parsed).every(({ state }) => state === "landed")) continue;
    landed.add(name);
    files = parsed.files.reduce(without, files);
  }
  return landed;
}

function without(head: HeadFiles, file: PatchedFile): HeadFiles {
  const files = new Map(head);
  const there = files.get(file.after ?? "");
  if (file.after !== undefined) files.delete(file.after);
  if (file.before !== undefined && !file.copied) files.set(file.before, asBefore(file, there));
  return files;
}

/** Bytes that a patch has only as a difference do not come back; a later hunk will not be found in them. */
function asBefore({ hunks, modeBefore }: PatchedFile, there: HeadFile | undefined): HeadFile {
  const mode = modeBefore ?? there?.mode ?? "100644";
  const text = there
    ? applyHunks(there.text, hunks.map(reversed))?.text
    : hunks.flatMap(oldLines).join("");
  return { mode, id: "", text: text ?? there?.text ?? "" };
}
