// One frame of the live view, as text. Pure, so that it can be looked at in a test.

import { styleText } from "node:util";
import { pluralize } from "../../model/pluralize.ts";
import type { Plan, PlannedCell } from "../../model/work/plan.ts";
import { type Verdict, verdicts } from "../../model/judge/verdict.ts";
import { verdictColours } from "../../report/text/matrix-text.ts";
import { fitted, padding, widestOf } from "../../report/safe/text-columns.ts";
import type { Running } from "./progress.ts";
import { duration, roughly } from "./words.ts";

/** `again`: it did not pass, and is booted once more before anybody is told that it fails. */
export type CellState = Verdict | "again";

export type LiveState = {
  readonly plan: Plan | undefined;
  readonly running: readonly Running[];
  /** Step id -> outcome, for the steps that have ended. */
  readonly judged: ReadonlyMap<string, CellState>;
  readonly steps: { readonly ended: number; readonly all: number };
  readonly elapsedMs: number;
  /** Absent until it can be told; 0 while cells are booted again. */
  readonly leftMs?: number;
};

export type Screen = { readonly columns: number; readonly rows: number; readonly colour: boolean };

/** Fits the terminal; what does not fit is counted. */
export function liveFrame(state: LiveState, screen: Screen): string {
  const top = [fitted(titleOf(state), screen.columns - 1), ...runningLines(state.running, screen)];
  const { plan, judged } = state;
  if (!plan?.cells.length) return top.join("\n");
  const room = Math.max(4, screen.rows - top.length - 5);
  return [
    ...top,
    "",
    talliesOf(plan, judged, screen),
    ...matrixLines(plan, judged, { ...screen, rows: room }),
  ].join("\n");
}

/** `twinboot  1 min 02 s  step 31 of 88  about 6 min left`. */
function titleOf({ elapsedMs, steps, leftMs, plan }: LiveState): string {
  if (!plan) return `twinboot  ${duration(elapsedMs)}  looking up the heads`;
  const left = leftMs ? [`about ${roughly(leftMs)} left`] : [];
  return ["twinboot", duration(elapsedMs), `step ${steps.ended} of ${steps.all}`, ...left].join(
    "  ",
  );
}

function runningLines(running: readonly Running[], { columns, rows }: Screen): string[] {
  const most = Math.max(2, Math.floor(rows / 3));
  const shown = running
    .slice(0, most)
    .map(({ label, forMs, said }) =>
      fitted(`${duration(forMs).padStart(12)}  ${label}${said && `  ${said}`}`, columns - 1),
    );
  const more = countedMore(running.length - shown.length, "step");
  return [...shown, ...more.map((words) => `${"".padStart(12)}  ${words}`)];
}

function countedMore(count: number, of: string): string[] {
  return count > 0 ? [`+${pluralize(count, `more ${of}`)}`] : [];
}

/** `12 pass  1 fail  2 again  30 to come`. */
function talliesOf({ cells }: Plan, judged: LiveState["judged"], screen: Screen): string {
  const seen = cells.flatMap((cell) => judged.get(cell.judged.id) ?? []);
  const words = [...verdicts, "again" as const].flatMap((verdict) => {
    const count = seen.filter((one) => one === verdict).length;
    return count ? [painted(`${count} ${verdict}`, verdict, screen)] : [];
  });
  const left = cells.length - seen.length;
  return [...words, ...(left ? [`${left} to come`] : [])].join("  ");
}

type Kernel = { readonly name: string; readonly cells: ReadonlyMap<string, PlannedCell> };

function matrixLines(plan: Plan, judged: LiveState["judged"], screen: Screen): string[] {
  const platforms = [...new Set(plan.cells.map(({ platform }) => platform))];
  const kernels = kernelsOf(plan);
  const label = Math.min(28, widestOf(platforms));
  const widths = kernels.map(({ name }) => Math.min(20, Math.max(8, widestOf([name]))));
  const across = fitting(widths, screen.columns - 1 - label - 2);
  const names = kernels.slice(0, across).map(({ name }, at) => cellText(name, widths[at] ?? 0));
  const rows = platforms.slice(0, screen.rows).map((platform) => {
    const words = kernels.slice(0, across).map(({ cells }, at) => {
      const word = wordOf(cells.get(platform), judged);
      return painted(word, word, screen) + padding(word, widths[at] ?? 0);
    });
    return `${cellText(platform, label)}  ${words.join("  ")}`.trimEnd();
  });
  const left = [
    ...countedMore(platforms.length - rows.length, "platform"),
    ...countedMore(kernels.length - across, "kernel"),
  ];
  const head = `${padding("", label)}  ${names.join("  ")}`.trimEnd();
  return [head, ...rows, ...(left.length ? [left.join("  ")] : [])];
}

/** How many columns fit; one at least. */
function fitting(widths: readonly number[], room: number): number {
  let used = -2;
  const past = widths.findIndex((width) => (used += width + 2) > room);
  return past === -1 ? widths.length : Math.max(1, past);
}

function cellText(text: string, width: number): string {
  const shown = fitted(text, width);
  return shown + padding(shown, width);
}

function kernelsOf({ cells }: Plan): Kernel[] {
  const heads = new Set(cells.map(({ head }) => head));
  const groups = Map.groupBy(cells, ({ head, series }) =>
    heads.size > 1 ? `${head} ${series}` : series,
  );
  return [...groups].map(([name, own]) => ({
    name,
    cells: new Map(own.map((cell) => [cell.platform, cell])),
  }));
}

function wordOf(
  cell: PlannedCell | undefined,
  judged: LiveState["judged"],
): CellState | "-" | "\u00b7" {
  if (!cell) return "-";
  return judged.get(cell.judged.id) ?? "\u00b7";
}

function painted(text: string, verdict: CellState | "-" | "\u00b7", { colour }: Screen): string {
  if (!colour) return text;
  const wanted =
    verdict === "again"
      ? "yellow"
      : verdict === "-" || verdict === "\u00b7"
        ? "dim"
        : verdictColours[verdict];
  return styleText(wanted, text, { validateStream: false });
}
