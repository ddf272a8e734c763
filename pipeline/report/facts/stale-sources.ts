// What stopped moving: a head that is never fetched anew is tested every night, passes, and proves nothing of today's.

import type { Problem } from "../../model/record/publication.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import type { History } from "./history.ts";

export type StaleSource = {
  /** A head's name, a hypervisor's, `qemu`, `compiler` or `linker`. */
  readonly what: string;
  readonly title: string;
  readonly words: string;
};

/** Days after which each is suspected: a warning head moves weekly, a release's kernel monthly, a release's tools rarely. */
const patienceDays = { warning: 21, posting: 60, tool: 240 };

/** Of the run that is reported, as far back as the history goes; a run on its own stands still nowhere. */
export function staleSources(run: RunRecord, { runs }: History): StaleSource[] {
  const upTo = runs.filter((past) => past.run <= run.run);
  const now = upTo.at(-1);
  if (!now) return [];
  const heads = run.heads.flatMap(({ name, channel }) =>
    standing({
      what: name,
      kind: `head ${name}`,
      days: patienceDays[channel],
      seen: upTo.map((past) => [past.startedAt, past.heads[name]]),
    }),
  );
  const tools = Object.keys(now.tools).filter((name) => name !== "accelerator");
  return [
    ...heads,
    ...tools.flatMap((name) =>
      standing({
        what: name,
        kind: name,
        days: patienceDays.tool,
        seen: upTo.map((past) => [past.startedAt, past.tools[name]]),
      }),
    ),
  ];
}

type SourceSightings = {
  readonly what: string;
  readonly kind: string;
  readonly days: number;
  /** Oldest first; undefined for a run without it. */
  readonly seen: readonly (readonly [startedAt: string, state: string | undefined])[];
};

function standing({ what, kind, days, seen }: SourceSightings): StaleSource[] {
  const known = seen.filter(([, state]) => state !== undefined);
  const last = known.at(-1);
  if (!last) return [];
  const moved = known.findLastIndex(([, state]) => state !== last[1]);
  const since = known[moved + 1]?.[0] ?? last[0];
  const stood = Math.floor((Date.parse(last[0]) - Date.parse(since)) / 86_400_000);
  if (stood < days) return [];
  const title = `${kind} has not moved`;
  const words = `${title} for ${stood} days (${known.length - moved - 1} runs, since ${since.slice(0, 10)}): is it still being fetched?`;
  return [{ what, title, words }];
}

/** As issues that close by themselves once it moves. The colon: no series has such a name. */
export function staleSourceProblems(run: RunRecord, history: History): Problem[] {
  return staleSources(run, history).map(({ what, title, words }) => ({
    id: `standstill: ${what} unmoved`,
    rows: [`standstill: ${what}`],
    title,
    body: `**The installation must act.** ${words}\n\n\`./twinboot plan\` shows what is pinned today, \`./twinboot doctor\` what this machine lacks.\n\nThis issue is closed by itself once it moves.`,
  }));
}

/** What was looked at, as the rows of such problems: their issues may be closed. */
export function watched(run: RunRecord, { runs }: History): string[] {
  const names = [...run.heads.map(({ name }) => name), ...Object.keys(runs.at(-1)?.tools ?? {})];
  return names.map((name) => `standstill: ${name}`);
}
