// How far a patch is from the one that was posted: whether a word that was given to that one is one about this one.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../../model/errors.ts";
import { parsePatch } from "../../parse/patch/patch.ts";
import type { PatchedFile } from "../../parse/patch/patched-file.ts";
import { Git } from "../../tools/git.ts";
import { withFolder } from "../import/git-mail.ts";

export type ChangedPatch = {
  /** Added and removed lines that are in one of the two diffs only. */
  readonly lines: number;
  /** Added and removed lines of both diffs together. */
  readonly of: number;
  readonly substantial: boolean;
};

/** More than this share of the lines, and it is not what was looked at. */
const share = 0.1;

/**
 * What a patch adds and removes, against what another does: in order, file by file, without context, line numbers and
 * white space, so that a rebase is no change. git-range-diff(1) calls two patches one up to 60 % of difference; that
 * asks whether they are of one origin, and this whether a review still holds (Documentation/process/
 * submitting-patches.rst: tags go when a patch has changed substantially). A changed binary file always counts.
 */
export async function changedSince(posted: string, now: string): Promise<ChangedPatch> {
  const [before, after] = [linesOf(posted), linesOf(now)];
  const of = (before?.length ?? 0) + (after?.length ?? 0);
  if (!before || !after) return { lines: of, of, substantial: true };
  const lines = await differing(before, after);
  return { lines, of, substantial: lines > share * of };
}

/** Undefined if a file is not text, or if there is no diff. */
function linesOf(diff: string): string[] | undefined {
  const files = parsePatch(diff)?.files;
  if (!files || files.some(({ binary }) => binary)) return undefined;
  return files.flatMap(changesOf);
}

function changesOf({ before = "", after = "", modeBefore, modeAfter, hunks }: PatchedFile) {
  const changed = hunks.flatMap(({ lines }) => lines.filter((line) => /^[+-]/.test(line)));
  const lines = changed.map((line) => `${after || before}:${line.replaceAll(/\s+/g, "")}`);
  if (!hunks.length || (before && after && before !== after)) lines.push(`name ${before} ${after}`);
  const mode = modeBefore ?? "100644";
  if ((modeAfter ?? mode) !== mode) lines.push(`mode ${after} ${modeAfter ?? ""}`);
  return lines;
}

async function differing(before: readonly string[], after: readonly string[]): Promise<number> {
  return withFolder(async (dir) => {
    const [old, fresh] = [join(dir, "old"), join(dir, "new")];
    await writeFile(old, before.map((line) => `${line}\n`).join(""), "latin1");
    await writeFile(fresh, after.map((line) => `${line}\n`).join(""), "latin1");
    const args = ["diff", "--no-index", "--no-ext-diff", "--text", "--numstat", "--", old, fresh];
    const { stdout, stderr } = await new Git(dir).try({ args });
    if (stderr) throw new InfraError(`git diff failed: ${stderr.trim()}`, "git --version");
    const [, added = "0", removed = "0"] = /^(\d+)\t(\d+)\t/.exec(stdout) ?? [];
    return Number(added) + Number(removed);
  });
}
