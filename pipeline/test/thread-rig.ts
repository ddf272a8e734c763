// Threads as lists save them: mails with ids, answers, and what a hostile sender puts into them.

import { foundTrailers, type FoundTrailers } from "../exchange/trailers/found-trailers.ts";
import { readStoredSeries } from "../exchange/import/stored-series.ts";
import { readThread, type Thread } from "../exchange/trailers/thread.ts";
import { folderOf, importedFrom, mail, newFile, type SeriesFolder } from "./exchange-rig.ts";

export const patch = (n: number, lines = 10, version = ""): string =>
  mail(
    `[PATCH${version} ${n}/2] subsys: Part ${n}`,
    `Why.\n\nSigned-off-by: A. Uthor <a@example.org>\n---\n${fileOf(n, lines)}`,
    `Message-ID: <p${n}${version.trim()}@x>\nReferences: <p0${version.trim()}@x>\n`,
  );

export const letter = mail("[PATCH 0/2] subsys: All of it", "Hello.\n", "Message-ID: <p0@x>\n");

/** The thread of a series of two patches, with these answers behind it. */
export function threadWith(...answers: readonly string[]): string {
  return [letter, patch(1), patch(2), ...answers].join("\n");
}

type Words = {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly headers?: string;
};

export function answer(body: string, words: Words = {}): string {
  const {
    from = "R <r@example.org>",
    to = "p1@x",
    subject = "Re: [PATCH 1/2] subsys: Part 1",
  } = words;
  const references = to ? `In-Reply-To: <${to}>\n` : "";
  return `From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: ${from}\nSubject: ${subject}\n${references}${words.headers ?? ""}\n${body}\n`;
}

/** What a thread gives to the series of two patches; `edit` changes the stored patches before. */
export async function found(
  mbox: string,
  edit: (name: string, text: string) => string = (_, text) => text,
): Promise<FoundTrailers & Pick<Thread, "unread">> {
  const files = await stored();
  const edited = Object.entries(files).map(([name, text]) => [name, edit(name, text)]);
  const series = await readStoredSeries(await folderOf(Object.fromEntries(edited)));
  const thread = await readThread(await folderOf({ "t.mbox": mbox }, "t.mbox"), "t.mbox");
  return { ...(await foundTrailers(series.patches, thread)), unread: thread.unread };
}

/** The series of two patches, imported once. */
function stored(): Promise<SeriesFolder> {
  imported ??= importedFrom({ "s.mbox": [patch(1), patch(2)].join("\n") }, "s.mbox");
  return imported;
}

let imported: Promise<SeriesFolder> | undefined;

/** Makes a file of that many lines. */
function fileOf(n: number, lines: number): string {
  const text = Array.from({ length: lines }, (_, at) => `+part ${n}, line ${at}\n`).join("");
  const header = newFile(`f${n}.c`).split("@@")[0] ?? "";
  return `${header}@@ -0,0 +1,${lines} @@\n${text}`;
}
