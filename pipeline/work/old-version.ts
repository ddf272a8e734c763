// An older version of a series: a folder as patches/<series>/ is one, or a git revision of this checkout.

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../model/errors.ts";
import type { Series } from "../model/described/series.ts";
import { readSeries } from "../plan/read/read-series.ts";
import { Git } from "../tools/git.ts";
import { checkout, type Session } from "./session.ts";

export async function oldVersion(
  { store }: Session,
  { folder }: Series,
  old: string,
): Promise<Series> {
  const asFolder = resolve(old);
  if (existsSync(join(asFolder, "series.yaml"))) return readAt(asFolder);
  const git = Git.ofCheckout(checkout);
  const tree = await git.try({
    args: ["rev-parse", "--verify", "--quiet", "--end-of-options", `${old}:${folder}`],
  });
  if (!tree.ok)
    throw new UserError(
      `${old}: neither a folder with a series.yaml nor a revision that has ${folder}`,
      `git log --oneline -- ${folder}`,
    );
  const work = await store.work();
  const [at, index] = [join(work, basename(folder)), join(work, "index")];
  await mkdir(at);
  await git.mustCall({ args: ["read-tree", tree.stdout.trim()], index });
  await git.mustCall({ args: ["checkout-index", "--all", `--prefix=${at}/`], index });
  return readAt(at);
}

function readAt(path: string): Series {
  return readSeries(dirname(path), basename(path), basename(path)).value;
}
