// A foreign series -> the files of patches/<name>/. Nothing is written: the caller does that once all of it is checked.

import { stringify } from "yaml";
import { checkBinary } from "./check-binary.ts";
import { SeriesPaths } from "./check-diff.ts";
import { coverOf } from "./cover.ts";
import { partsOf } from "./parts.ts";
import { sidecarOf, type Imported } from "./quilt-memory.ts";
import { renderSidecar } from "./quilt-sidecar.ts";
import { bodyOf, readPatch, type ReadPatch, storedPatch } from "./read-patch.ts";
import { slugOf, stemOf, uniqueName } from "./slug.ts";
import type { Source } from "./source.ts";
import { carriedName, renderMail, withoutPrefix } from "./stored-patch.ts";

export type SeriesFiles = {
  /** Name in patches/<name>/ -> bytes as latin1 characters. */
  readonly files: ReadonlyMap<string, string>;
  readonly patches: readonly string[];
  /** The patches that name no author. */
  readonly withoutAuthor: readonly string[];
};

export type Description = { readonly series: string; readonly base: string };

/** Throws UserError for whatever must not become a series. */
export async function importSeries(
  source: Source,
  { series, base }: Description,
): Promise<SeriesFiles> {
  const read: ReadPatch[] = [];
  for (const raw of source.patches) read.push(await readPatch(raw));
  const parts = source.series === undefined ? partsOf(read) : { patches: read };
  const imported = storedAll(parts.patches);
  for (const one of imported) await checkBinary(one);
  const letter = "cover" in parts ? parts.cover : undefined;
  const cover = letter ? coverFrom(letter) : source.cover;
  const title = titleOf(cover) ?? series;
  const description = { series, title, license: "GPL-2.0", base };
  const sidecar = sidecarOf(source, imported);
  const files = new Map(imported.map(({ stored }) => [stored.name, renderMail(stored)]));
  const patches = [...files.keys()];
  files.set("series", patches.map((name) => `${name}\n`).join(""));
  files.set("series.yaml", latin1(stringify(description, { lineWidth: 0 })));
  if (cover !== undefined) files.set("cover.md", cover);
  if (sidecar) files.set("quilt.yaml", latin1(renderSidecar(sidecar)));
  const nobody = imported.filter((_, at) => !parts.patches[at]?.mail.author.address);
  return { files, patches, withoutAuthor: nobody.map(({ stored }) => stored.name) };
}

function storedAll(patches: readonly ReadPatch[]): Imported[] {
  const paths = new SeriesPaths();
  const taken = new Set<string>();
  return patches.map((read) => {
    const patch = storedPatch(read, paths);
    const name = uniqueName(stemFor(read, patch.subject), taken);
    taken.add(name);
    return { raw: read.raw, scanned: read.scanned, stored: { ...patch, name } };
  });
}

/** The file's name, or the one that a mail carries, or the subject. */
function stemFor({ raw }: ReadPatch, subject: string): string {
  const given = raw.stem ?? carriedName(raw.text)?.replace(/\.(?:patch|diff)$/, "");
  return given === undefined ? slugOf(subject) : stemOf(given);
}

/** git mailinfo takes what follows `---` for a patch: in a letter it is part of it. */
function coverFrom({ mail }: ReadPatch): string {
  const body = bodyOf({ ...mail, message: mail.message + mail.patch }, true);
  return coverOf(withoutPrefix(mail.subject), body);
}

function titleOf(cover: string | undefined): string | undefined {
  const heading = /^# (.+)$/m.exec(cover ?? "")?.[1];
  return heading === undefined ? undefined : Buffer.from(heading, "latin1").toString();
}

function latin1(text: string): string {
  return Buffer.from(text).toString("latin1");
}
