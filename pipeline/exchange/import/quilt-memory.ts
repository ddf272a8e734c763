// The sidecar of an imported quilt folder: only what an export could not make by itself.

import type { Diff } from "../../parse/patch/diff.ts";
import { diffDigest, headDigest, quiltFolder } from "../stored/quilt-folder.ts";
import { kept, type QuiltPatch, type QuiltSidecar } from "../stored/quilt-sidecar.ts";
import type { RawPatch, Source } from "./source.ts";
import type { StoredPatch } from "../stored/stored-patch.ts";

export type Imported = {
  readonly raw: RawPatch;
  /** As the source had it. */
  readonly diff: Diff;
  readonly stored: StoredPatch;
};

/** Undefined where the series was no quilt folder, or one that an export gives back without help. */
export function sidecarOf(source: Source, imported: readonly Imported[]): QuiltSidecar | undefined {
  const { series, cover } = source;
  if (series === undefined) return undefined;
  const stored = imported.map((one) => one.stored);
  if (isSource(quiltFolder(stored, cover), source)) return undefined;
  const sidecar = { series: kept(series), patches: imported.map(memoryOf) };
  if (isSource(quiltFolder(stored, cover, sidecar), source)) return sidecar;
  throw new Error("an export of this quilt folder would not give its bytes back");
}

function isSource(files: ReadonlyMap<string, string>, { patches, series }: Source): boolean {
  return (
    files.get("series") === series &&
    patches.every(({ line, text }) => files.get(line?.path ?? "") === text)
  );
}

function memoryOf({ raw, diff, stored }: Imported): QuiltPatch {
  const { path = stored.name, strip = 1 } = raw.line ?? {};
  const place = { name: stored.name, path, strip };
  if (quiltFolder([stored], undefined).get(stored.name) === raw.text) return place;
  const isCut = !raw.text.endsWith("\n");
  const headers = diff.files.map(({ junk, header }) => kept(junk + header));
  return {
    ...place,
    head: { was: kept(diff.head), digest: headDigest(stored) },
    diff: {
      headers,
      tail: kept(isCut ? diff.tail.slice(0, -1) : diff.tail),
      cut: isCut && diff.tail === "",
      digest: diffDigest(stored),
    },
  };
}
