// The older version of a series that somebody names, ready for a range-diff: its patches, and the tree its author had.

import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { SourceTree } from "../model/described/head.ts";
import type { Series } from "../model/described/series.ts";
import { postedPatches } from "../exchange/import/posted.ts";
import type { Version } from "../rebase/range-diff.ts";
import { oldVersion } from "./old-version.ts";
import { rebaseInputs } from "./rebase-inputs.ts";
import type { Session } from "./session.ts";

const silent = { onEvent: () => undefined };

type Compared = {
  /** A folder as patches/<series>/ is one, a mailbox, or a git revision of this checkout. */
  readonly old: string;
  /** The tree that the series as it is now was written on; a mailbox does not say which its was. */
  readonly writtenOn: SourceTree;
};

export async function versionToCompare(
  session: Session,
  series: Series,
  { old, writtenOn }: Compared,
): Promise<Version> {
  const path = resolve(old);
  if (existsSync(path) && statSync(path).isFile())
    return { patches: await postedPatches(path), resolutions: [], writtenOn };
  const { base, patches, resolutions } = await oldVersion(session, series, old);
  const isNamed = session.descriptions.installation.heads[base] !== undefined;
  return {
    patches,
    resolutions,
    writtenOn: isNamed ? await treeOf(session, series, base) : writtenOn,
  };
}

/** The head that the old version was written on. */
async function treeOf(session: Session, { series }: Series, head: string): Promise<SourceTree> {
  return (await rebaseInputs(session, { series, head }, silent)).head;
}
