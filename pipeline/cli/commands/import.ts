// ./twinboot import FROM, or --git REPOSITORY BASE..TIP: somebody's series becomes a folder in patches/.

import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { baseRow, seriesSchema } from "../../model/described/series.ts";
import { readRange } from "../../exchange/import/git-range.ts";
import { importSeries, type SeriesFiles } from "../../exchange/import/import-series.ts";
import { replaceSeries } from "../../exchange/import/replaced-series.ts";
import { readSource } from "../../exchange/import/source.ts";
import { writeFolder } from "../../exchange/stored/write-folder.ts";
import { readDescriptions } from "../../plan/read/read-descriptions.ts";
import { checkout } from "../../work/session.ts";

type Given = {
  readonly from: string;
  readonly as?: string;
  readonly base?: string;
  /** The repository that `from` is a range of. */
  readonly git?: string;
  /** The series that is there gets its next version. */
  readonly replace: boolean;
};

export async function importCommand(options: Given): Promise<number> {
  const { from } = options;
  const series = nameOf(from, options);
  const dir = join(checkout, "patches", series);
  if (existsSync(dir) !== options.replace) throw misplaced(series, options.replace);
  const description = { series, base: baseOf(options) };
  const source = options.git ? await readRange(options.git, from) : await readSource(from);
  const made = await importSeries(source, description);
  const notes = options.replace ? await replaceSeries(dir, made) : await written(dir, made);
  process.stdout.write(inWords(series, made, notes));
  return 0;
}

async function written(dir: string, { files }: SeriesFiles): Promise<string[]> {
  await mkdir(dir);
  await writeFolder(dir, files).catch(async (error: unknown) => {
    await rm(dir, { recursive: true, force: true });
    throw error;
  });
  return [`check license and base in patches/${basename(dir)}/series.yaml`];
}

function misplaced(series: string, isReplace: boolean): UserError {
  return isReplace
    ? new UserError(`there is no series ${series} to replace`, "leave out --replace")
    : new UserError(
        `patches/${series} already exists`,
        "replace it with the next version (--replace), or choose another name with --as NAME",
      );
}

function nameOf(from: string, options: Given): string {
  const words = (options.git ? (from.split("..").at(-1) ?? "") : basename(from)).toLowerCase();
  const guess = words.replace(/\.(?:patch|diff|mbx|mbox)$/, "").replaceAll(/[^a-z0-9]+/g, "-");
  const name = options.as ?? guess.replaceAll(/^-+|-+$/g, "");
  const isName = seriesSchema.shape.series.safeParse(name).success;
  if (isName && name !== baseRow && name !== "all") return name;
  throw new UserError(
    `"${name}" is not a valid series name`,
    "choose one, like fix-it, with --as NAME",
  );
}

/** The head that the series was written on (default: the first default head). */
function baseOf(options: Given): string {
  const { installation } = readDescriptions(checkout);
  const heads = Object.keys(installation.heads);
  const base = options.base ?? installation.default.heads[0] ?? "";
  if (heads.includes(base)) return base;
  throw unknownName("head", base, heads, "./twinboot list heads");
}

function inWords(series: string, made: SeriesFiles, more: readonly string[]): string {
  const { patches, withoutAuthor, notes } = made;
  const nobody = withoutAuthor.length ? [`without an author: ${withoutAuthor.join(", ")}`] : [];
  const lines = [
    `patches/${series}: ${patches.length} ${patches.length === 1 ? "patch" : "patches"}`,
    ...notes,
    ...nobody,
    ...more,
    `next: ./twinboot rebase ${series}`,
  ];
  return `${lines.join("\n")}\n`;
}
