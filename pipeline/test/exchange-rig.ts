// A series on its way in and out, in temporary folders. Contents are bytes as latin1 characters.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { formats } from "../exchange/export/export-series.ts";
import { importSeries } from "../exchange/import/import-series.ts";
import { readSource, type Source } from "../exchange/import/source.ts";
import { readStoredSeries } from "../exchange/import/stored-series.ts";
import { writeFolder } from "../exchange/stored/write-folder.ts";
import { temporaryFolder } from "./folder-rig.ts";

export type SeriesFolder = Readonly<Record<string, string>>;

export async function imported(from: string): Promise<SeriesFolder> {
  return filesOf(await readSource(from));
}

export async function filesOf(source: Source): Promise<SeriesFolder> {
  const made = await importSeries(source, { series: "s", base: "sid" });
  return Object.fromEntries(made.files);
}

/** A folder with these files, or the one file in it that is asked for. */
export async function folderOf(files: SeriesFolder, name = ""): Promise<string> {
  const dir = join(await temporaryFolder(), "s");
  await mkdir(dir);
  await writeFolder(dir, new Map(Object.entries(files)));
  return join(dir, name);
}

export async function importedFrom(files: SeriesFolder, name = ""): Promise<SeriesFolder> {
  return imported(await folderOf(files, name));
}

export async function exported(series: SeriesFolder, format: string): Promise<SeriesFolder> {
  const files = formats.get(format)?.(await readStoredSeries(await folderOf(series)));
  if (!files) throw new Error(`there is no format ${format}`);
  return Object.fromEntries(files);
}

/** Out in a format, and in again. */
export async function thereAndBack(series: SeriesFolder, format: string): Promise<SeriesFolder> {
  return importedFrom(await exported(series, format), format === "mbox" ? "s.mbox" : "");
}

/** A diff that makes a file of one line. */
export function newFile(path: string, mode = "100644", line = "one"): string {
  return `diff --git a/${path} b/${path}\nnew file mode ${mode}\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${line}\n`;
}

export function mail(subject: string, rest: string, headers = ""): string {
  const who = "From: A. Uthor <a@example.org>\nDate: Tue, 14 Nov 2023 23:13:20 +0100\n";
  return `From 1234567890123456789012345678901234567890 Mon Sep 17 00:00:00 2001\n${who}Subject: ${subject}\n${headers}\n${rest}`;
}
