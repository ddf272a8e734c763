// What a series needs applied before it, found among the series of this checkout.

import type { Named } from "../../model/described/descriptions.ts";
import { UserError } from "../../model/errors.ts";
import type { PatchFile, Prerequisite, Series } from "../../model/described/series.ts";
import { readDiff } from "../../parse/patch/diff.ts";
import { patchIds } from "../../parse/patch/patch-id.ts";

/** A series, or the first patches of one: up to the patch that is needed. */
export type Needed = { readonly series: Series; readonly patches: readonly PatchFile[] };

/**
 * In the order in which they are applied, those of the prerequisites first, each once. Throws UserError for one that
 * is not in any series here, and for series that need each other.
 */
export function prerequisitesOf(series: Series, all: Named<Series>): Needed[] {
  const found = new Map<string, Needed>();
  collect(series, all, [series.series], found);
  return [...found.values()];
}

function collect(
  series: Series,
  all: Named<Series>,
  trail: readonly string[],
  found: Map<string, Needed>,
): void {
  for (const prerequisite of series.prerequisites) {
    const needed = neededBy(series, prerequisite, all);
    const { series: name } = needed.series;
    if (trail.includes(name))
      throw new UserError(
        `patches/${trail[0]}/series.yaml: prerequisites: ${[...trail, name].join(" needs ")}`,
        "two series cannot need each other: combine their patches in one series",
      );
    collect(needed.series, all, [...trail, name], found);
    const known = found.get(name);
    if (!known || known.patches.length < needed.patches.length) found.set(name, needed);
  }
}

function neededBy(by: Series, prerequisite: Prerequisite, all: Named<Series>): Needed {
  for (const series of all.values()) {
    if (series.series === by.series) continue;
    const patches = neededOf(series, prerequisite);
    if (patches) return { series, patches };
  }
  const [[key, id] = []] = Object.entries(prerequisite);
  throw new UserError(
    `patches/${by.series}/series.yaml: prerequisites: ${key} ${id} is not in any series here`,
    "import it with: ./twinboot import MBOX; if every head has it already, remove the line",
  );
}

function neededOf(series: Series, wanted: Prerequisite): readonly PatchFile[] | undefined {
  if ("change-id" in wanted)
    return series["change-id"] === wanted["change-id"] ? series.patches : undefined;
  const at = series.patches.findIndex(({ text }) =>
    "message-id" in wanted
      ? messageId(text) === wanted["message-id"]
      : patchIds(readDiff(text).files)?.u3 === wanted["patch-id"],
  );
  return at === -1 ? undefined : series.patches.slice(0, at + 1);
}

/** RFC 5322, 3.6.4; of the mail's head alone. */
function messageId(text: string): string | undefined {
  const head = text.split(/\n\r?\n/)[0] ?? "";
  return /^Message-Id:\s*<([^>]+)>/im.exec(head)?.[1];
}
