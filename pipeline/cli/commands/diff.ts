// ./twinboot diff CELL CELL: two boots side by side, of one run or of two.

import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { type Compared, differenceOf } from "../../model/boot/difference.ts";
import type { RunCell } from "../../model/record/run-record.ts";
import { Store } from "../../engine/store.ts";
import { noticesOf, normalLines } from "../../parse/console/normal-console.ts";
import { consoleFacts } from "../../parse/console/console.ts";
import { boundLines, diffText } from "../../report/text/diff-text.ts";
import { Runs } from "../../work/runs.ts";
import { storeDir } from "../../work/session.ts";

type Given = { readonly left: string; readonly right: string; readonly json: boolean };

/** Exit code 0 if they are alike, 1 if not, as in diff(1). */
export async function diffCommand({ left, right, json }: Given): Promise<number> {
  const [there, here] = [await bootOf(left), await bootOf(right)];
  const difference = differenceOf(there.compared, here.compared);
  const lines = boundLines(there.lines, here.lines);
  if (json) process.stdout.write(`${JSON.stringify({ difference, lines }, undefined, 2)}\n`);
  else process.stdout.write(diffText(left, right, difference, lines));
  return difference || lines.gone.length || lines.added.length ? 1 : 0;
}

async function bootOf(operand: string) {
  const { evidence } = await cellOf(operand);
  const { console, facts = {}, tests = [] } = evidence;
  if (!console) throw new UserError(`${operand} was not booted`, "choose a cell that was");
  const { segments } = consoleFacts(console.name, await new Store(storeDir()).read(console));
  const compared: Compared = { facts, tests, notices: noticesOf(segments) };
  return { compared, lines: normalLines(segments) };
}

/** `[RUN/]HEAD/SERIES/PLATFORM`, with the newest run where none is named. */
async function cellOf(operand: string): Promise<RunCell> {
  const words = operand.split("/");
  const number = words.length === 4 ? Number(words.shift()) : undefined;
  const [head, series, platform] = words;
  const { cells, run } = await new Runs(storeDir()).read(number);
  const found = cells.find(
    (cell) => cell.head === head && cell.series === series && cell.platform === platform,
  );
  if (found) return found;
  const there = cells.map((cell) => [cell.head, cell.series, cell.platform].join("/"));
  throw unknownName(
    `cell of run ${run}:`,
    words.join("/"),
    there,
    `./twinboot report ${run} lists them`,
  );
}
