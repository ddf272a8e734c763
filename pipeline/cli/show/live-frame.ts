// One frame of the live view, as text. Pure, so that it can be looked at in a test.

import type { Plan, PlannedCell } from "../../model/plan.ts";
import { duration } from "./words.ts";

export type Running = { readonly label: string; readonly since: number; readonly said: string };

export type LiveState = {
  readonly plan: Plan | undefined;
  readonly running: readonly Running[];
  /** Step id -> verdict, of the steps that have ended. */
  readonly judged: ReadonlyMap<string, string>;
  readonly elapsedMs: number;
};

/** Fits the terminal: lines are cut at its width, and what does not fit its height is counted. */
export function liveFrame(state: LiveState, size: { columns: number; rows: number }): string {
  const running = state.running.map(({ label, since, said }) => {
    const elapsed = duration(Date.now() - since).padStart(12);
    return `${elapsed}  ${label}${said ? `  ${said}` : ""}`;
  });
  const title = `twinboot  ${duration(state.elapsedMs)}`;
  const lines = [
    title,
    ...running,
    "",
    ...(state.plan ? matrixLines(state.plan, state.judged) : ["pinning the heads"]),
  ];
  const shown = lines.slice(0, Math.max(3, size.rows - 2));
  const left = lines.length - shown.length;
  if (left > 0) shown.push(`... and ${left} lines more`);
  return shown.map((line) => line.slice(0, size.columns - 1)).join("\n");
}

function matrixLines(plan: Plan, judged: ReadonlyMap<string, string>): string[] {
  if (!plan.cells.length) return [];
  const platforms = [...new Set(plan.cells.map(({ platform }) => platform))];
  const rows = new Map<string, PlannedCell[]>();
  for (const cell of plan.cells) {
    const row = `${cell.head} ${cell.series}`;
    rows.set(row, [...(rows.get(row) ?? []), cell]);
  }
  const widest = Math.max(...[...rows.keys()].map((row) => row.length));
  const head = " ".repeat(widest + 2) + platforms.map((name) => name.padEnd(14)).join("");
  const body = [...rows].map(([row, cells]) => {
    const words = platforms.map((name) => word(cells, name, judged).padEnd(14));
    return `${row.padEnd(widest + 2)}${words.join("")}`;
  });
  return [head, ...body];
}

function word(
  cells: readonly PlannedCell[],
  platform: string,
  judged: ReadonlyMap<string, string>,
): string {
  const cell = cells.find((one) => one.platform === platform);
  return (cell && judged.get(cell.judged.id)) ?? "·";
}
