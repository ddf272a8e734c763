// What moved between two runs, as far as it can matter to one row of the matrix.

import type { PastRun } from "./history.ts";

type Row = { readonly head: string; readonly series: string };

/** `head sid: 0123456789ab..ba9876543210` as `git log` takes it, `qemu: 7.2.1 to 7.2.2`. */
export function movedBetween({ head, series }: Row, past: PastRun, now: PastRun): string[] {
  const row = `${head} ${series}`;
  return [
    moveOf(`head ${head}`, past.heads[head], now.heads[head], ".."),
    moveOf(`series ${series}`, past.series[row], now.series[row]),
    ...Object.entries(now.tools).map(([name, tool]) => moveOf(name, past.tools[name], tool)),
  ].filter((one) => one !== undefined);
}

/** Commits and digests are named by their first 12 digits. */
function moveOf(
  what: string,
  before: string | undefined,
  now: string | undefined,
  range = " to ",
): string | undefined {
  if (before === now || before === undefined || now === undefined) return undefined;
  const link = isHash(before) && isHash(now) ? range : " to ";
  return `${what}: ${shortened(before)}${link}${shortened(now)}`;
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{40,64}$/.test(text);
}

function shortened(text: string): string {
  return isHash(text) ? text.slice(0, 12) : text;
}
