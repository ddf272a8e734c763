// ./twinboot export SERIES --format mbox|format-patch|quilt|openembedded|suse: a series as others take it.

import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../model/errors.ts";
import { seriesSchema } from "../../model/series.ts";
import { formats } from "../../exchange/export-series.ts";
import { readStoredSeries } from "../../exchange/stored-series.ts";
import { writeFolder } from "../../exchange/write-folder.ts";
import type { Options } from "../arguments.ts";
import { checkout } from "../session.ts";

/** An mbox without --output goes to standard output, for `git am`. */
export async function exportCommand(
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const [series = "", ...more] = operands;
  const { format = "mbox", output } = options;
  const known = [...formats.keys()].join(", ");
  if (more.length || !seriesSchema.shape.series.safeParse(series).success)
    throw new UserError("export: which series?", "./twinboot export SERIES --format mbox");
  const filesOf = formats.get(format);
  if (!filesOf) throw new UserError(`--format ${format}: there is no such format`, `use ${known}`);
  const files = filesOf(await readStoredSeries(join(checkout, "patches", series)));
  if (output === undefined && format !== "mbox")
    throw new UserError(`export: a folder for ${files.size} files?`, "say where with --output DIR");
  if (output === undefined)
    process.stdout.write(Buffer.from([...files.values()].join(""), "latin1"));
  else await writeInto(output, files);
  return 0;
}

async function writeInto(output: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(output, { recursive: true });
  if ((await readdir(output)).length)
    throw new UserError(
      `${output}: there is something in it`,
      "name an empty or new folder with --output",
    );
  await writeFolder(output, files);
  process.stdout.write(`${output}: ${files.size} files\n`);
}
