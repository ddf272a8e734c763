// The series of a run that need a refresh, with their files and words.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { digestOf } from "../model/digest.ts";
import type { Refresh } from "../model/record/publication.ts";
import type { RunRecord, RunSeries } from "../model/record/run-record.ts";
import type { Series } from "../model/described/series.ts";
import { type RefreshedSeries, refreshedSeries } from "../exchange/import/refreshed-series.ts";
import { rangeDiff } from "../rebase/range-diff.ts";
import { rebasedOnto } from "../rebase/rebased-onto.ts";
import { refreshText } from "../report/markdown/refresh-text.ts";
import { rebaseContext } from "./rebase-context.ts";
import { rebaseInputs } from "./rebase-inputs.ts";
import { checkout, type Session } from "./session.ts";

/** On the head that a series was written on: where that has moved, and the patches only drifted or merged. */
export async function refreshesOf(session: Session, run: RunRecord): Promise<Refresh[]> {
  const refreshes: Refresh[] = [];
  for (const rebased of ontoTheirBase(session, run)) {
    const series = session.descriptions.series.get(rebased.name);
    const refresh = series && (await refreshOf(session, run, rebased, series));
    if (refresh) refreshes.push(refresh);
  }
  return refreshes;
}

/** The rows of a run that tell whether a series needs a refresh. */
export function ontoTheirBase({ descriptions }: Session, run: RunRecord): RunSeries[] {
  return run.series.filter(({ name, head }) => descriptions.series.get(name)?.base === head);
}

/** Rebased once more: the machine that publishes need not be one that ran. */
async function refreshOf(
  session: Session,
  run: RunRecord,
  row: RunSeries,
  series: Series,
): Promise<Refresh | undefined> {
  const { name, head } = row;
  const context = await rebaseContext(session);
  const {
    head: base,
    writtenOn,
    pin,
  } = await rebaseInputs(session, { series: name, head }, silent);
  const { patches, resolutions } = series;
  const rebased = await rebasedOnto(context, { patches, resolutions, head: base, writtenOn });
  context.db.flush();
  const from = { repository: context.git.dir, from: base.commit, patches: rebased.patches };
  const fresh = await refreshedSeries(join(checkout, series.folder), from);
  if (!fresh) return undefined;
  const lines = await rangeDiff(context, {
    base,
    old: { ...series, writtenOn },
    fresh: { patches: patchFiles(fresh), resolutions: [], writtenOn: base },
  });
  const inRepository = (file: string): string => `${series.folder}/${file}`;
  return {
    series: name,
    ...refreshText(run, { ...row, patches: rebased.patches }, { pin, rangeDiff: lines }),
    files: new Map([...fresh.files].map(([file, text]) => [inRepository(file), text])),
    removed: fresh.removed.map(inRepository),
  };
}

const silent = { onEvent: () => undefined };

function patchFiles({ files }: RefreshedSeries) {
  return [...files]
    .filter(([name]) => name !== "series" && name !== "series.yaml")
    .map(([name, text]) => ({ name, text, digest: digestOf(Buffer.from(text, "latin1")) }));
}

/** The patches of a run as in this checkout, by path, to find lines in. */
export async function patchTexts(run: RunRecord): Promise<Map<string, string>> {
  const paths = run.series.flatMap(({ name, patches }) =>
    patches.map(({ patch }) => `patches/${name}/${patch}`),
  );
  const texts = await Promise.all(
    [...new Set(paths)].map(async (path) => {
      const text = await readFile(join(checkout, path), "latin1").catch(() => "");
      return [path, text] as const;
    }),
  );
  return new Map(texts);
}
