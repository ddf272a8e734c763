// What an import starts from: a file or folder of some shape -> its patches in order, not understood yet.

import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { UserError } from "../../model/errors.ts";
import { readBytes, splitMbox } from "./git-mail.ts";
import { confLines } from "./guarded-series.ts";
import { type SeriesLine, seriesLines } from "../stored/quilt-series.ts";

export type RawPatch = {
  /** How messages name it. */
  readonly shown: string;
  /** Its file's name without ending and number; absent for a mail of an mbox. */
  readonly stem?: string;
  /** Bytes as latin1 characters. */
  readonly text: string;
  /** Whether `>From ` is a mailbox's quoting of `From ` (mboxrd); git format-patch does not quote. */
  readonly quotes?: boolean;
  /** Where it stands in a quilt folder. */
  readonly line?: SeriesLine;
};

export type Source = {
  readonly patches: readonly RawPatch[];
  /** The order of a folder is that of its files, whatever the numbers in their subjects say. */
  readonly isQueue: boolean;
  /** The file `series`, where there is one. */
  readonly series?: string;
  /** A quilt folder's cover.md, as an export writes it. */
  readonly cover?: string;
  /** Of a range: the commit that it begins behind. */
  readonly baseCommit?: string;
  /** What was left out or put aside, in words. */
  readonly notes: readonly string[];
};

/** Throws UserError where there is nothing to import. */
export async function readSource(from: string): Promise<Source> {
  const found = await lstat(from).catch((cause: unknown) => {
    throw new UserError(
      `${from}: no such file or folder`,
      "give an mbox, a patch file or a folder",
      { cause },
    );
  });
  if (found.isDirectory()) return readFolder(from);
  return { patches: await readPatches(from, basename(from)), isQueue: false, notes: [] };
}

/** One patch, or the mails of a mailbox, whatever the file is called. */
async function readPatches(path: string, shown: string): Promise<RawPatch[]> {
  const text = await readBytes(path, shown);
  const mails = /^\s*From /.test(text) ? await splitMbox(path, shown) : [text];
  const [only = ""] = mails;
  if (mails.length > 1)
    return mails.map((mail, at) => ({ shown: `${shown}, mail ${at + 1}`, text: mail }));
  const stem = isPatchName(shown) ? { stem: stemOf(basename(shown)) } : {};
  return [{ shown, ...stem, text: only }];
}

async function readFolder(dir: string): Promise<Source> {
  const names = await readdir(dir);
  if (names.includes("series")) return readQuilt(dir, names);
  const notes: string[] = [];
  const files = names.includes("series.conf") ? await readConf(dir, names, notes) : undefined;
  const listed = files ?? names.filter(isPatchName).toSorted(inQueue);
  if (!listed.length)
    throw new UserError(
      `${dir}: it contains no patches`,
      "patches are named *.patch or *.diff; a quilt folder has a file named series",
    );
  const patches: RawPatch[] = [];
  for (const name of listed) patches.push(...(await readPatches(await inside(dir, name), name)));
  return { patches, isQueue: true, notes };
}

/** Undefined where it is out of date: some distributions keep one that nothing reads any more. */
async function readConf(dir: string, names: readonly string[], notes: string[]) {
  const conf = await readBytes(await inside(dir, "series.conf"), "series.conf");
  const { files, guarded } = confLines(conf, `${dir}/series.conf`);
  const known = await Promise.all(
    files.map((file) => lstat(join(dir, file)).catch(() => undefined)),
  );
  const missing = files.find((_, at) => !known[at]);
  if (missing !== undefined && names.some(isPatchName)) {
    notes.push(
      `series.conf is out of date: it names ${missing}, which is not there; the patches are in the order of their names`,
    );
    return undefined;
  }
  for (const { file, guards } of guarded) notes.push(`left out: ${file} (guarded by ${guards})`);
  return files;
}

function isPatchName(name: string): boolean {
  return /\.(?:patch|diff)$/i.test(name);
}

/** 2-b comes before 10-a. */
function inQueue(one: string, other: string): number {
  const [first, second] = [one, other].map((name) => Number(/^\d+/.exec(name)?.[0] ?? Number.NaN));
  const numbers = (first ?? 0) - (second ?? 0);
  return numbers || (one < other ? -1 : 1);
}

async function readQuilt(dir: string, names: readonly string[]): Promise<Source> {
  const series = await readBytes(await inside(dir, "series"), "series");
  const lines = seriesLines(series, `${dir}/series`);
  const patches = await Promise.all(
    lines.map(async (line) => {
      const text = await readBytes(await inside(dir, line.path), line.path);
      return { shown: line.path, stem: stemOf(basename(line.path)), text, line };
    }),
  );
  const cover = names.includes("cover.md")
    ? { cover: await readBytes(await inside(dir, "cover.md"), "cover.md") }
    : {};
  return { patches, isQueue: true, series, ...cover, notes: [] };
}

/** A link in somebody's folder must not bring a file of ours into a series. */
async function inside(dir: string, path: string): Promise<string> {
  const [root, real] = await Promise.all([
    realpath(dir),
    realpath(join(dir, path)).catch(() => ""),
  ]);
  if (real === "")
    throw new UserError(
      `${path}: no such patch in ${dir}`,
      `add it, or remove it from ${dir}/series`,
    );
  if (!real.startsWith(root + sep))
    throw new UserError(
      `${path}: it is a link to a file outside ${dir}`,
      "replace the link with the file",
    );
  if ((await lstat(real)).isFile()) return real;
  throw new UserError(`${path}: it is not a regular file`, `remove it from ${dir}`);
}

/** A number in front says where a patch stands; `series` does that here. */
export function stemOf(name: string): string {
  return name.replace(/\.(?:patch|diff)$/i, "").replace(/^\d+-(?=.)/, "");
}
