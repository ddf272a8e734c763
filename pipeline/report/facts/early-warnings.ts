// What will break: a series that applies to heads for posting, but not to upstream's moving heads.

import type { PatchResult } from "../../model/patches/patch-result.ts";
import type { RunRecord, RunSeries } from "../../model/record/run-record.ts";

/** One sentence for each series and moving head that is going to hurt it. */
export function earlyWarnings(run: RunRecord): string[] {
  const channels = new Map(run.heads.map(({ name, channel }) => [name, channel]));
  const names = [...new Set(run.series.map(({ name }) => name))];
  return names.flatMap((name) => {
    const all = run.series.filter((one) => one.name === name);
    const posting = all.filter(({ head }) => channels.get(head) === "posting");
    const moving = all.filter(({ head }) => channels.get(head) === "warning");
    if (!posting.length || posting.some((one) => inTheWay(one).length)) return [];
    return moving.filter((one) => inTheWay(one).length).map(warning);
  });
}

function inTheWay({ patches }: RunSeries): PatchResult[] {
  return patches.filter(({ result }) => result === "conflict" || result === "revisit");
}

function warning(series: RunSeries): string {
  const [first] = inTheWay(series);
  const cause = first?.causes?.flatMap(({ commits }) => commits)[0];
  const because = cause ? `: ${cause.commit.slice(0, 12)} ("${cause.subject}")` : "";
  return `${series.name} will break when ${series.head} is pulled, at ${first?.patch}${because}`;
}
