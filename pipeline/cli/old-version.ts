// The older version of a series that somebody names: a folder, a mailbox, or a git revision of this checkout.

import { existsSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../model/errors.ts";
import type { SourceTree } from "../model/head.ts";
import type { Series } from "../model/series.ts";
import { postedPatches } from "../exchange/posted.ts";
import { readSeries } from "../plan/read-series.ts";
import type { Version } from "../rebase/range-diff.ts";
import { Git } from "../tools/git.ts";
import { rebaseInputs } from "./rebase-inputs.ts";
import { checkout, type Session } from "./session.ts";

const silent = { onEvent: () => undefined };

/** `writtenOn`: the tree that the series as it is now was written on; a mailbox does not say which its was. */
export async function oldVersion(
  session: Session,
  series: Series,
  { old, writtenOn }: { old: string; writtenOn: SourceTree },
): Promise<Version> {
  const path = resolve(old);
  if (existsSync(path) && statSync(path).isFile())
    return { patches: await postedPatches(path), resolutions: [], writtenOn };
  const before = existsSync(join(path, "series.yaml"))
    ? readAt(path)
    : await atRevision(session, series, old);
  const { patches, resolutions } = before;
  const base = await writtenOnOf(session, before, { name: series.series, writtenOn });
  return { patches, resolutions, writtenOn: base };
}

async function atRevision(session: Session, { folder }: Series, old: string): Promise<Series> {
  const git = new Git(checkout);
  const tree = await git.try({
    args: ["rev-parse", "--verify", "--quiet", "--end-of-options", `${old}:${folder}`],
  });
  if (!tree.ok)
    throw new UserError(
      `${old}: neither a mailbox, nor a folder with a series.yaml, nor a revision with ${folder}`,
      `git log --oneline -- ${folder}`,
    );
  const work = await session.store.work();
  const [at, index] = [join(work, basename(folder)), join(work, "index")];
  await mkdir(at);
  await git.mustCall({ args: ["read-tree", tree.stdout.trim()], index });
  await git.mustCall({ args: ["checkout-index", "--all", `--prefix=${at}/`], index });
  return readAt(at);
}

function readAt(path: string): Series {
  return readSeries(dirname(path), basename(path), basename(path)).value;
}

/** The head that the old version was written on; the new one's where that head is no longer described. */
async function writtenOnOf(
  session: Session,
  { base }: Series,
  { name, writtenOn }: { name: string; writtenOn: SourceTree },
): Promise<SourceTree> {
  if (!session.descriptions.installation.heads[base]) return writtenOn;
  return (await rebaseInputs(session, { series: name, head: base }, silent)).head;
}
