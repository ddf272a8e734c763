// A run's timeline as a picture: a row for each place in a pool, time to the right, the longest chain marked.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { durationInWords } from "../facts/in-words.ts";
import { workOf } from "../facts/step-times.ts";
import {
  type Timeline,
  type TimelineBar,
  timelineOf,
  type TimelineRow,
} from "../facts/timeline.ts";

const width = 1000;
const rowHeight = 24;
const axisHeight = 22;
const labelWidth = 70;

export function timelineView(run: RunRecord): Html {
  const timeline = timelineOf(run);
  if (!timeline)
    return markup`<p>This run did no step itself: all ${run.traces.length} are reused.</p>`;
  const { rows, critical } = timeline;
  const height = rows.length * rowHeight + axisHeight;
  const bars = rows.map((row, at) => rowBars(row, at, timeline));
  const words = `${durationInWords(timeline.endMs)}, ${critical.length} steps on the longest chain`;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Timeline, drawn"><svg class="timeline" viewBox="0 0 ${width} ${height}" role="img" aria-label="Timeline: ${words}">${axis(timeline, height)}${bars}</svg></div>
<p class="note">One row for each place in a pool: <b>machine</b> owns all CPUs, <b>vm</b> is a boot, <b>io</b> is disk and network. Outlined: the chain of steps that the run waited for.</p>
<details><summary>The longest chain <span class="count">${critical.length} steps</span></summary>${stepsTable("Longest chain", critical)}</details>
<details open><summary>The slowest steps <span class="count">${Math.min(10, barsOf(rows).length)}</span></summary>${stepsTable("Slowest steps", slowest(rows))}</details>`;
}

function barsOf(rows: readonly TimelineRow[]): TimelineBar[] {
  return rows.flatMap(({ bars }) => bars);
}

function slowest(rows: readonly TimelineRow[]): TimelineBar[] {
  return barsOf(rows)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, 10);
}

function rowBars({ pool, bars }: TimelineRow, at: number, { endMs }: Timeline): Html {
  const y = at * rowHeight;
  const shown = bars.map((bar) => barView(bar, y, endMs));
  return markup`<text class="pool" x="0" y="${y + 16}">${pool}</text>${shown}`;
}

/** A label that its bar has no room for is in the tool tip alone. */
function barView({ trace, from, to, critical }: TimelineBar, y: number, endMs: number): Html {
  const x = place(from, endMs);
  const wide = Math.max(1, place(to, endMs) - x);
  const room = Math.floor((wide - 6) / 6);
  const name = trace.label;
  const text = name.length > room ? `${name.slice(0, room - 1)}\u2026` : name;
  const shown = room > 5 && markup`<text x="${round(x + 3)}" y="${y + 15}">${text}</text>`;
  const kind = trace.status === "pass" ? (trace.pool ?? "io") : "failed";
  return markup`<g class="${kind}${critical && " critical"}"><title>${name}: ${durationInWords(to - from)}, from ${durationInWords(from)} on</title><rect x="${round(x)}" y="${y + 2}" width="${round(wide)}" height="${rowHeight - 5}" rx="2"/>${shown}</g>`;
}

function place(ms: number, endMs: number): number {
  return labelWidth + (ms / endMs) * (width - labelWidth);
}

function round(x: number): number {
  return Math.round(x * 10) / 10;
}

const steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200].map((s) => 1000 * s);

function axis({ endMs }: Timeline, height: number): Html {
  const every = steps.find((step) => endMs / step <= 10) ?? 14_400_000;
  const ticks = Array.from({ length: Math.floor(endMs / every) + 1 }, (_, at) => at * every);
  const lines = ticks.map((ms) => {
    const x = round(place(ms, endMs));
    return markup`<line x1="${x}" x2="${x}" y1="0" y2="${height - axisHeight + 4}"/><text x="${x}" y="${height - 6}">${ms ? durationInWords(ms).replace(" 00 s", "").replace(".0 s", " s") : "0"}</text>`;
  });
  return markup`<g class="axis">${lines}</g>`;
}

function stepsTable(label: string, bars: readonly TimelineBar[]): Html {
  const rows = bars.map(
    ({ trace, from, to }) =>
      markup`<tr><th scope="row">${trace.kind}</th><td>${workOf(trace)}</td><td class="number">${durationInWords(from)}</td><td class="number">${durationInWords(to - from)}</td></tr>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr><th scope="col">Step</th><th scope="col">Of</th><th scope="col" class="number">Began after</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
