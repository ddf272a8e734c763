// What an import starts from: a file or folder of some shape -> its patches in order, not understood yet.

import { lstat, readdir, realpath } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { UserError } from "../model/errors.ts";
import { readBytes, splitMbox } from "./git-mail.ts";
import { type SeriesLine, seriesLines } from "./quilt-series.ts";

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
  /** The file `series`, where there is one. */
  readonly series?: string;
  /** A quilt folder's cover.md, as an export writes it. */
  readonly cover?: string;
};

/** Throws UserError where there is nothing to import. */
export async function readSource(from: string): Promise<Source> {
  const found = await lstat(from).catch((cause: unknown) => {
    throw new UserError(
      `${from}: there is no such file or folder`,
      "give an mbox, a patch or a folder",
      { cause },
    );
  });
  if (found.isDirectory()) return readFolder(from);
  const shown = basename(from);
  const start = /\.(?:patch|diff)$/i.test(from) ? await readBytes(from, shown) : "From ";
  if (!isMail(start)) return { patches: [{ shown, stem: stemOf(shown), text: start }] };
  const mails = await splitMbox(from, shown);
  const [only] = mails;
  if (only !== undefined && mails.length === 1 && /\.(?:patch|diff)$/i.test(from))
    return { patches: [{ shown, stem: stemOf(shown), text: only }] };
  return { patches: mails.map((text, at) => ({ shown: `${shown}, mail ${at + 1}`, text })) };
}

/** Whether a file is a mail with an mbox's first line, so that MIME is to be undone. */
export function isMail(text: string): boolean {
  return text.startsWith("From ");
}

async function readFolder(dir: string): Promise<Source> {
  const names = await readdir(dir);
  if (names.includes("series")) return readQuilt(dir, names);
  const patches = names.filter((name) => /\.(?:patch|diff)$/i.test(name)).toSorted();
  if (!patches.length)
    throw new UserError(
      `${dir}: it holds no patches`,
      "a patch is called *.patch or *.diff; a quilt folder has a file series",
    );
  return {
    patches: await Promise.all(
      patches.map(async (name) => ({
        shown: name,
        stem: stemOf(name),
        text: await readInside(dir, name),
      })),
    ),
  };
}

async function readQuilt(dir: string, names: readonly string[]): Promise<Source> {
  const series = await readInside(dir, "series");
  const lines = seriesLines(series, `${dir}/series`);
  const patches = await Promise.all(
    lines.map(async (line) => {
      const text = await readInside(dir, line.path);
      return { shown: line.path, stem: stemOf(basename(line.path)), text, line };
    }),
  );
  const cover = names.includes("cover.md") ? await readInside(dir, "cover.md") : undefined;
  return { patches, series, ...(cover === undefined ? {} : { cover }) };
}

/** A link in somebody's folder must not bring a file of ours into a series. */
async function readInside(dir: string, path: string): Promise<string> {
  const [root, real] = await Promise.all([
    realpath(dir),
    realpath(join(dir, path)).catch(() => ""),
  ]);
  if (real === "")
    throw new UserError(
      `${path}: there is no such patch in ${dir}`,
      `add it, or take it out of ${dir}/series`,
    );
  if (!real.startsWith(root + sep))
    throw new UserError(
      `${path}: it is a link that leads out of ${dir}`,
      "put the file itself there",
    );
  if ((await lstat(real)).isFile()) return readBytes(real, path);
  throw new UserError(`${path}: it is no file`, `take it out of ${dir}`);
}

/** A number in front says where a patch stands; `series` does that here. */
function stemOf(name: string): string {
  return name.replace(/\.(?:patch|diff)$/i, "").replace(/^\d+-(?=.)/, "");
}
