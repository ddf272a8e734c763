// ./twinboot trailers SERIES MBOX: what reviewers and testers gave in a saved thread, and what a changed patch has lost.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../../model/errors.ts";
import {
  type FoundTrailers,
  foundTrailers,
  type Offer,
} from "../../exchange/trailers/found-trailers.ts";
import { renderMail } from "../../exchange/stored/stored-patch.ts";
import { readStoredSeries, type StoredSeries } from "../../exchange/import/stored-series.ts";
import { readThread } from "../../exchange/trailers/thread.ts";
import { traileredPatch } from "../../exchange/trailers/trailered-patch.ts";
import { trailersText } from "../../report/text/trailers-text.ts";
import { checkout } from "../../work/session.ts";
import { storedSeriesFolder } from "../../work/stored-series-folder.ts";

type Given = { readonly name: string; readonly mbox: string; readonly add?: string };

/** Nothing is written without --add: only its author may say that a word holds for a patch. */
export async function trailersCommand({ name, mbox, add }: Given): Promise<number> {
  if (!existsSync(mbox))
    throw new UserError(`${mbox}: no such file`, "save the thread as an mbox first");
  const series = await readStoredSeries(storedSeriesFolder(name));
  const { unread, ...thread } = await readThread(mbox, basename(mbox));
  const found = await foundTrailers(series.patches, { ...thread, unread });
  process.stdout.write(trailersText({ ...found, unread, postings: thread.postings.length }));
  if (add === undefined) return 0;
  const chosen = chosenOf(found.offered, add);
  for (const path of await write(series, chosen, found.lost))
    process.stdout.write(`written: ${path}\n`);
  return 0;
}

/** `add`: `all`, or numbers as they are shown. */
function chosenOf(offered: readonly Offer[], add: string): Offer[] {
  if (add === "all") return [...offered];
  return add.split(",").map((word) => {
    const offer = /^[1-9]\d*$/.test(word) ? offered[Number(word) - 1] : undefined;
    if (offer) return offer;
    const range = offered.length ? `1 to ${offered.length}, as --add 1,2, or all` : "nothing";
    throw new UserError(`--add ${add}: there is no trailer ${word}`, `there is ${range}`);
  });
}

async function write(
  { name, patches }: StoredSeries,
  chosen: readonly Offer[],
  lost: FoundTrailers["lost"],
): Promise<string[]> {
  const written: string[] = [];
  for (const patch of patches) {
    const add = chosen.filter((one) => one.patch === patch.name).map(({ trailer }) => trailer);
    const drop = lost.filter((one) => one.patch === patch.name);
    if (!add.length && !drop.length) continue;
    const path = join("patches", name, patch.name);
    const text = renderMail(traileredPatch(patch, { add, drop }));
    await writeFile(join(checkout, path), text, "latin1");
    written.push(path);
  }
  return written;
}
