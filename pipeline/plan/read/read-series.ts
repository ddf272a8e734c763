// patches/<name>/ -> a series. Paths in it stay in it, and what is called a patch must be one.

import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../../model/digest.ts";
import { UserError } from "../../model/errors.ts";
import {
  baseRow,
  type PatchFile,
  type Series,
  seriesSchema,
} from "../../model/described/series.ts";
import { checkDiff, checkOneMail, SeriesPaths } from "../../exchange/stored/check-diff.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { mailDate } from "../../parse/mail/mail-date.ts";
import { asMailed } from "../../parse/patch/patch.ts";
import type { NamedValue } from "../../model/described/descriptions.ts";
import { readResolutions } from "./read-resolutions.ts";
import { readText, readYaml } from "./read-yaml.ts";

/** `dir`: the folder below the root. The quilt file `series` gives the order; a line may carry a comment behind ` #` (quilt(1)). */
export function readSeries(
  root: string,
  folder: string,
  dir = `patches/${folder}`,
): NamedValue<Series> {
  const description = readYaml(join(root, dir, "series.yaml"), `${dir}/series.yaml`, seriesSchema);
  checkName(dir, description.series);
  const lines = readText(join(root, dir, "series"), `${dir}/series`).split("\n");
  const names = lines.map((line) => line.replace(/(?:^|\s)#.*$/, "").trim()).filter(Boolean);
  if (!names.length)
    throw new UserError(`${dir}/series: it lists no patches`, "list one patch per line");
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new UserError(`${dir}/series: ${twice} is listed twice`, "remove one of the two lines");
  const kconfig = `${dir}/kconfig`;
  const paths = new SeriesPaths();
  const value = {
    ...description,
    folder: dir,
    patches: names.map((name) => readPatch(root, dir, name, paths)),
    resolutions: readResolutions(root, dir),
    kconfig: existsSync(join(root, kconfig)) ? readText(join(root, kconfig), kconfig) : "",
  };
  checkNeeds(value);
  return { name: description.series, value };
}

/** `base` is a row of the matrix, `all` a filter: a series of that name could not be told from it. */
function checkName(dir: string, name: string): void {
  if (name !== baseRow && name !== "all") return;
  throw new UserError(
    `${dir}/series.yaml: series: ${name} is a reserved name`,
    "give the series another name",
  );
}

/** What is left out must be there: a suite of its kunit, turned on in its kconfig. */
function checkNeeds({ folder, needs, kunit, kconfig }: Series): void {
  const options = configValues(kconfig);
  for (const [suite, { option }] of Object.entries(needs)) {
    if (!kunit.includes(suite))
      throw new UserError(
        `${folder}/series.yaml: needs: ${suite} is not in its kunit`,
        `there are: ${kunit.join(", ") || "none"}`,
      );
    if (!options.has(option))
      throw new UserError(
        `${folder}/series.yaml: needs: ${suite}: ${option} is not in its kconfig`,
        `there are: ${[...options.keys()].join(", ") || "none"}`,
      );
  }
}

function readPatch(root: string, dir: string, name: string, paths: SeriesPaths): PatchFile {
  if (!/^[\w][\w.+-]*\.(?:patch|diff)$/.test(name))
    throw new UserError(
      `${dir}/series: "${name}" is not the name of a patch in this folder`,
      "use names like fix-it.patch",
    );
  const path = join(root, dir, name);
  if (!existsSync(path) || !lstatSync(path).isFile())
    throw new UserError(
      `${dir}/series: lists ${name}, which does not exist`,
      `add ${dir}/${name}, or remove the line`,
    );
  checkSize(path, `${dir}/${name}`);
  const text = asMailed(readFileSync(path, "latin1"));
  checkPatch(text, `${dir}/${name}`, paths);
  return { name, digest: digestOf(text), text };
}

const mostMegabytes = 20;

/** The largest patch of a kernel release is far below; what is above is another file by mistake, or an attack. */
function checkSize(path: string, shown: string): void {
  const megabytes = lstatSync(path).size / 2 ** 20;
  if (megabytes > mostMegabytes)
    throw new UserError(
      `${shown}: ${Math.ceil(megabytes)} MB is too large for a patch (${mostMegabytes} MB at most)`,
      "split it or remove it",
    );
}

function checkPatch(text: string, shown: string, paths: SeriesPaths): void {
  const diff = readDiff(text);
  checkDiff(diff, shown);
  checkOneMail(diff, shown);
  for (const file of diff.files) paths.check(file, shown);
  checkHead(diff.head, shown);
}

/** A mail as it came is not read here: its lines are encoded, or its date no commit's. */
function checkHead(head: string, shown: string): void {
  const header = head.split("\n\n")[0] ?? "";
  const encoded =
    /^content-transfer-encoding:\s*(?:base64|quoted-printable)|^content-type:\s*multipart/im.test(
      header,
    );
  if (encoded)
    throw new UserError(
      `${shown}: it is a mail in a transfer encoding (base64 or quoted-printable)`,
      "import it with: ./twinboot import",
    );
  const date = /^date: *(.+)$/im.exec(header)?.[1];
  if (date !== undefined && !mailDate(date))
    throw new UserError(
      `${shown}: "${date}" is not a valid commit date`,
      "write it as Mon, 2 Nov 2026 10:00:00 +0100",
    );
}
