// The next version of a series in place of the one that is there: its patches and letter are new, what was said about
// it here stays.

import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../../model/errors.ts";
import type { SeriesFiles } from "./import-series.ts";
import { readStoredSeries } from "./stored-series.ts";
import { withBaseCommit } from "../stored/base-commit.ts";
import { writeFolder } from "../stored/write-folder.ts";

/**
 * `dir`: patches/<series>/. What it keeps: series.yaml, kconfig, resolutions, posted versions, and the letter where the
 * new version has none. Throws UserError before a byte is written where the letter says that it is another series.
 */
export async function replaceSeries(dir: string, made: SeriesFiles): Promise<string[]> {
  const old = await readStoredSeries(dir);
  const path = join(dir, "series.yaml");
  const yaml = await readFile(path, "latin1");
  const known = parse(yaml) as Record<string, unknown> | null;
  const given = made.givenChangeId;
  if (given !== undefined && (known?.["change-id"] ?? given) !== given)
    throw new UserError(
      `the cover letter's change-id ${given} differs from that of ${basename(dir)}: it is a different series`,
      "give it another name with --as NAME",
    );
  const files = new Map([...made.files].filter(([name]) => name !== "series.yaml"));
  const description = withBaseCommit(yaml, made.baseCommit);
  if (description !== undefined) files.set("series.yaml", description);
  const gone = [...old.patches.map(({ name }) => name), "series", "quilt.yaml", ...files.keys()];
  // Not in patches/, whose every folder is a series.
  const beside = await mkdtemp(join(dirname(dirname(dir)), ".replaced-"));
  try {
    const fresh = join(beside, "new");
    await cp(dir, fresh, { recursive: true });
    for (const name of gone) await rm(join(fresh, name), { force: true });
    await writeFolder(fresh, files);
    await rename(dir, join(beside, "old"));
    await rename(fresh, dir);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return notesOn(old, made);
}

function notesOn(old: Awaited<ReturnType<typeof readStoredSeries>>, made: SeriesFiles): string[] {
  const lost = Object.keys(old.upstream ?? {}).filter(
    (name) => name !== "all" && !made.patches.includes(name),
  );
  return [
    ...(old.cover !== undefined && !made.files.has("cover.md")
      ? ["cover.md is the old version's: the new one has no letter"]
      : []),
    ...lost.map((name) => `series.yaml: take ${name} out of upstream: there is no such patch now`),
  ];
}
