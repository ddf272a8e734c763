// ./twinboot export SERIES --format mbox|format-patch|quilt|openembedded|suse: a series as others take it.

import { mkdir, readdir } from "node:fs/promises";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { formats } from "../../exchange/export/export-series.ts";
import { readStoredSeries } from "../../exchange/import/stored-series.ts";
import { writeFolder } from "../../exchange/stored/write-folder.ts";
import { storedSeriesFolder } from "../../work/stored-series-folder.ts";

type Given = { readonly series: string; readonly format?: string; readonly output?: string };

/** An mbox without --output goes to standard output, for `git am`. */
export async function exportCommand({ series, format = "mbox", output }: Given): Promise<number> {
  const filesOf = formats.get(format);
  if (!filesOf) throw unknownName("format", format, formats.keys(), "./twinboot help export");
  const files = filesOf(await readStoredSeries(storedSeriesFolder(series)));
  if (output === undefined && format !== "mbox")
    throw new UserError(
      `--format ${format} is a folder: export needs --output DIR`,
      "name a new or empty folder",
    );
  if (output === undefined)
    process.stdout.write(Buffer.from([...files.values()].join(""), "latin1"));
  else await writeInto(output, files);
  return 0;
}

async function writeInto(output: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(output, { recursive: true });
  if ((await readdir(output)).length)
    throw new UserError(`${output}: it is not empty`, "give a new or empty folder with --output");
  await writeFolder(output, files);
  process.stdout.write(`${output}: ${files.size} files\n`);
}
