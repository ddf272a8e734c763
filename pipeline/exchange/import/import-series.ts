// A foreign series -> the files of patches/<name>/. Nothing is written: the caller does that once all of it is checked.

import { stringify } from "yaml";
import { digestOf } from "../../model/digest.ts";
import { UserError } from "../../model/errors.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { mailDate } from "../../parse/mail/mail-date.ts";
import type { DiffFile } from "../../parse/patch/patched-file.ts";
import { checkBinary } from "./check-binary.ts";
import { nextMail, SeriesPaths } from "../stored/check-diff.ts";
import { coverOf } from "../stored/cover.ts";
import { partsOf, queueOf } from "./parts.ts";
import { sidecarOf, type Imported } from "./quilt-memory.ts";
import { renderSidecar } from "../stored/quilt-sidecar.ts";
import { bodyOf, readPatch, type ReadPatch, storedPatch } from "./read-patch.ts";
import { slugOf, stemOf, uniqueName } from "../stored/slug.ts";
import type { Source } from "./source.ts";
import {
  carriedName,
  renderMail,
  type StoredPatch,
  withoutPrefix,
} from "../stored/stored-patch.ts";

export type SeriesFiles = {
  /** Name in patches/<name>/ -> bytes as latin1 characters. */
  readonly files: ReadonlyMap<string, string>;
  readonly patches: readonly string[];
  /** The patches that name no author. */
  readonly withoutAuthor: readonly string[];
  /** What was left out or put aside, in words. */
  readonly notes: readonly string[];
  /** The id of all versions of the series, where its letter says it (b4). */
  readonly givenChangeId?: string;
  /** The commit that the series was written on, where its mails or its range say it. */
  readonly baseCommit?: string;
};

export type Description = { readonly series: string; readonly base: string };

/** Throws UserError for whatever must not become a series. */
export async function importSeries(source: Source, about: Description): Promise<SeriesFiles> {
  const read: ReadPatch[] = [];
  for (const raw of source.patches) read.push(await readPatch(raw));
  const mails = read.filter((one) => !isMailboxesOwn(one));
  const parts: ReturnType<typeof queueOf> = source.isQueue ? queueOf(mails) : partsOf(mails);
  const imported = storedAll(parts.patches);
  for (const one of imported) await checkBinary(one);
  const cover = parts.cover ? coverFrom(parts.cover) : source.cover;
  const given = /^change-id: (\d{8}-[a-z0-9-]+-[0-9a-f]{12})$/m.exec(cover ?? "")?.[1];
  const baseCommit = source.baseCommit ?? baseCommitOf(mails);
  const nobody = imported.filter((_, at) => !parts.patches[at]?.mail.author.address);
  return {
    files: filesOf(source, imported, { ...about, cover, given, baseCommit }),
    patches: imported.map(({ stored }) => stored.name),
    withoutAuthor: nobody.map(({ stored }) => stored.name),
    notes: [...source.notes, ...(parts.gap === undefined ? [] : [parts.gap]), ...notesOn(mails)],
    ...(given === undefined ? {} : { givenChangeId: given }),
    ...(baseCommit === undefined ? {} : { baseCommit }),
  };
}

/** As git format-patch --base and b4 write it, below the letter or the first patch; undefined where mails disagree. */
function baseCommitOf(mails: readonly ReadPatch[]): string | undefined {
  const said = mails.flatMap(({ mail }) =>
    [mail.message, mail.patch].flatMap(
      (text) => /^base-commit: ([0-9a-f]{40})$/m.exec(text)?.[1] ?? [],
    ),
  );
  const [commit, another] = new Set(said);
  return another === undefined ? commit : undefined;
}

/** Which quilt patches hold more than one mail: one message and one author stand for all. */
function notesOn(mails: readonly ReadPatch[]): string[] {
  const several = mails.filter(({ raw, diff }) => raw.line && nextMail(diff) !== undefined);
  return several.map(
    ({ raw }) => `${raw.shown} holds several mails: it has the first one's message`,
  );
}

/** Pine and others keep their state in a mail of the mailbox; git am passes over it, too. */
function isMailboxesOwn({ mail, diff }: ReadPatch): boolean {
  return mail.author.name === "Mail System Internal Data" && !diff.files.length;
}

type About = Description & {
  readonly cover: string | undefined;
  readonly given: string | undefined;
  readonly baseCommit: string | undefined;
};

function filesOf(
  source: Source,
  imported: readonly Imported[],
  { series, base, cover, given, baseCommit }: About,
): Map<string, string> {
  const title = titleOf(cover) ?? series;
  const id = given ?? changeId(series, imported);
  const at = baseCommit === undefined ? {} : { "base-commit": baseCommit };
  const description = { series, title, license: "GPL-2.0", base, ...at, "change-id": id };
  const sidecar = sidecarOf(source, imported);
  const files = new Map(imported.map(({ stored }) => [stored.name, renderMail(stored)]));
  files.set("series", [...files.keys()].map((name) => `${name}\n`).join(""));
  files.set("series.yaml", latin1(stringify(description, { lineWidth: 0 })));
  if (cover !== undefined) files.set("cover.md", cover);
  if (sidecar) files.set("quilt.yaml", latin1(renderSidecar(sidecar)));
  return files;
}

/** In b4's form; made of the date and the bytes of the first version. */
function changeId(series: string, imported: readonly Imported[]): string {
  const dates = imported.map(({ stored }) => mailDate(stored.date)?.seconds ?? 0);
  const day = new Date(Math.max(...dates) * 1000).toISOString().slice(0, 10).replaceAll("-", "");
  const digest = digestOf(imported.map(({ stored }) => renderMail(stored)).join("\n"));
  return `${day}-${series}-${digest.slice(0, 12)}`;
}

function storedAll(patches: readonly ReadPatch[]): Imported[] {
  const paths = new SeriesPaths();
  const taken = new Set<string>();
  return patches.map((read) => {
    const patch = storedPatch(read, paths);
    const name = uniqueName(stemFor(read, patch.subject), taken);
    taken.add(name);
    const stored = { ...patch, name };
    checkStored(stored, read);
    return { raw: read.raw, diff: read.diff, stored };
  });
}

/** What is written must read as what was given: the rebase reads nothing else. */
function checkStored(stored: StoredPatch, { raw, diff }: ReadPatch): void {
  const { files, problem } = readDiff(renderMail(stored));
  if (problem || contentOf(diff.files) !== contentOf(files))
    throw new UserError(
      `${raw.shown}: its message or notes contain lines that read as part of a diff`,
      "indent those lines by one space",
    );
}

function contentOf(files: readonly DiffFile[]): string {
  const own = new Set(["junk", "header", "body"]);
  return JSON.stringify(files, (key, value: unknown) => (own.has(key) ? undefined : value));
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
