// What a run did when: the steps that it did itself, packed into rows by pool, and the chain that took longest.

import type { RunRecord } from "../../model/record/run-record.ts";

type Trace = RunRecord["traces"][number];

export type TimelineBar = {
  readonly trace: Trace;
  /** Milliseconds after the run's start. */
  readonly from: number;
  readonly to: number;
  readonly critical: boolean;
};

export type TimelineRow = { readonly pool: string; readonly bars: readonly TimelineBar[] };

export type Timeline = {
  readonly rows: readonly TimelineRow[];
  /** In the order in which they ran. */
  readonly critical: readonly TimelineBar[];
  readonly endMs: number;
};

/** Undefined where the run reused everything. */
export function timelineOf(run: RunRecord): Timeline | undefined {
  const began = Date.parse(run.startedAt);
  const done = run.traces.filter(({ reused, durationMs }) => !reused && durationMs > 0);
  const spans = done.map((trace) => {
    const from = Math.max(0, Date.parse(trace.startedAt) - began);
    return { trace, from, to: from + trace.durationMs };
  });
  if (!spans.length) return undefined;
  const chain = criticalChain(spans);
  const bars = spans.map(({ trace, from, to }) => {
    return { trace, from, to, critical: chain.has(trace.step) };
  });
  return {
    rows: pools.flatMap((pool) => packed(pool, bars)),
    critical: bars.filter(({ critical }) => critical).toSorted((a, b) => a.from - b.from),
    endMs: Math.max(...bars.map(({ to }) => to)),
  };
}

type Span = Omit<TimelineBar, "critical">;

const pools = ["machine", "vm", "io"] as const;

/** First fit: as many rows as steps of a pool ran side by side. */
function packed(pool: string, bars: readonly TimelineBar[]): TimelineRow[] {
  const rows: TimelineBar[][] = [];
  const own = bars.filter(({ trace }) => (trace.pool ?? "io") === pool);
  for (const bar of own.toSorted((a, b) => a.from - b.from)) {
    const free = rows.find((row) => (row.at(-1)?.to ?? 0) <= bar.from);
    if (free) free.push(bar);
    else rows.push([bar]);
  }
  return rows.map((row) => ({ pool, bars: row }));
}

/** A step may begin this much after what it waited for, in milliseconds. */
const slackMs = 500;

/** Back from the last step: to the input that it waited for or, where it waited longer, to the step that held its pool. */
function criticalChain(spans: readonly Span[]): ReadonlySet<string> {
  const byStep = new Map(spans.map((span) => [span.trace.step, span]));
  const chain = new Set<string>();
  let at = latest(spans);
  while (at && !chain.has(at.trace.step)) {
    const { trace, from } = at;
    chain.add(trace.step);
    const inputs = (trace.needs ?? []).flatMap((need) => byStep.get(need) ?? []);
    const before = spans.filter((one) => one.trace.pool === trace.pool && one.to <= from + slackMs);
    const input = latest(inputs);
    const holder = latest(before.filter(({ trace: { step } }) => !chain.has(step)));
    at = input && (!holder || input.to + slackMs >= from) ? input : (holder ?? input);
  }
  return chain;
}

function latest<T extends Span>(spans: readonly T[]): T | undefined {
  return spans.reduce<T | undefined>(
    (last, one) => (last && last.to >= one.to ? last : one),
    undefined,
  );
}
