// A series as those who receive it read it: subjects, change logs, tags, files.

import { parseStored } from "../exchange/stored/stored-patch.ts";
import type { PatchFile } from "../model/described/series.ts";
import { parsePatch } from "../parse/patch/patch.ts";
import type { PatchedFile } from "../parse/patch/patched-file.ts";

export type Tag = { readonly name: string; readonly value: string };

export type PostedPatch = {
  /** Counted from 1, as in `[PATCH 3/5]`. */
  readonly number: number;
  /** The file's name. */
  readonly name: string;
  /** `Name <address>` */
  readonly author: string;
  /** Without `[PATCH n/m]`. */
  readonly subject: string;
  /** Lines of the change log above the tags. */
  readonly prose: readonly string[];
  readonly tags: readonly Tag[];
  readonly files: readonly PatchedFile[];
};

export type PostedSeries = {
  readonly patches: readonly PostedPatch[];
  /** Whether there is a cover letter. */
  readonly cover: boolean;
};

export function postedPatches(patches: readonly PatchFile[]): PostedPatch[] {
  return patches.map(({ name, text }, at) => {
    const stored = parseStored(name, text);
    const { name: author = "", address = "" } = stored?.author ?? {};
    const body = Buffer.from(stored?.body ?? "", "latin1").toString();
    return {
      number: at + 1,
      name,
      author: `${author} <${address}>`,
      subject: stored?.subject ?? "",
      ...messageParts(body),
      files: parsePatch(text)?.files ?? [],
    };
  });
}

/** `3/5` as reviewers name a patch. */
export function labelOf({ number }: PostedPatch, { patches }: Pick<PostedSeries, "patches">) {
  return `${number}/${patches.length}`;
}

const tagLine = /^([A-Z][A-Za-z]*(?:-[A-Za-z]+)*): (\S.*)$/;

/** The tags are the last paragraph, where it holds one (git-interpret-trailers(1)); a maintainer's note may stand in it. */
function messageParts(body: string): Pick<PostedPatch, "prose" | "tags"> {
  const lines = body.split("\n");
  const start = lines.lastIndexOf("") + 1;
  const tags = lines.slice(start).flatMap((line) => {
    const [, name, value] = tagLine.exec(line) ?? [];
    return name && value && isTag(name) ? [{ name, value }] : [];
  });
  return tags.length ? { prose: lines.slice(0, start), tags } : { prose: lines, tags };
}

/** `Note: ...` begins a sentence. */
export function isTag(name: string): boolean {
  return name.endsWith("-by") || ["Fixes", "Closes", "Cc", "Link"].includes(name);
}
