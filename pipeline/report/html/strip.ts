// A cell's verdicts over the runs as a strip: neighbours that are equal are one bar, so that 500 nights stay small.
// Height tells the verdict too: a pass is low, a failure is full.

import { type Verdict, verdicts } from "../../model/judge/verdict.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { pluralize } from "../../model/pluralize.ts";

type Night = Verdict | undefined;

/** What the strip shows, as text for screen readers: `12 runs: 11 pass, 1 fail`. */
export function stripWords(nights: readonly Night[]): string {
  const judged = nights.filter((night) => night !== undefined);
  const counts = verdicts
    .map((verdict) => [judged.filter((one) => one === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`);
  return `${pluralize(judged.length, "run")}: ${counts.join(", ") || "never judged"}`;
}

/** Oldest on the left. */
export function stripView(nights: readonly Night[]): Html {
  const bars = barsOf(nights);
  const paths = verdicts.flatMap((verdict) => {
    const own = bars.filter((bar) => bar.night === verdict);
    return own.length ? [markup`<path class="${verdict}" d="${own.map(barPath).join("")}"/>`] : [];
  });
  return markup`<svg class="strip" viewBox="0 0 ${Math.max(nights.length, 1)} 10" preserveAspectRatio="none" role="img" aria-label="${stripWords(nights)}">${paths}</svg>`;
}

type Bar = { readonly night: Night; readonly from: number; readonly to: number };

function barsOf(nights: readonly Night[]): Bar[] {
  const bars: Bar[] = [];
  for (const [at, night] of nights.entries()) {
    const last = bars.at(-1);
    if (last && last.night === night) bars[bars.length - 1] = { ...last, to: at + 1 };
    else bars.push({ night, from: at, to: at + 1 });
  }
  return bars;
}

const heights: Readonly<Record<Verdict, number>> = {
  pass: 4,
  fail: 10,
  "base-broken": 8,
  blocked: 8,
  skip: 2,
  infra: 6,
  inconclusive: 6,
};

function barPath({ night, from, to }: Bar): string {
  const height = night ? heights[night] : 0;
  return `M${from} 10V${10 - height}H${to}V10z`;
}
