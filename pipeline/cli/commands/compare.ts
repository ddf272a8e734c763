// ./twinboot compare RUN RUN, or --against HEAD: what differs, and what changed between.

import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import {
  type Category,
  compareRuns,
  type Comparison,
  type IdentityFilters,
  ofCategories,
  type ComparedRun,
} from "../../report/cost/compare.ts";
import { compareText } from "../../report/text/compare-text.ts";
import { Runs } from "../../work/runs.ts";
import { storeDir } from "../../work/session.ts";

/** How far back a head is looked for. */
const newest = 60;

type Given = IdentityFilters & {
  readonly runs?: readonly number[];
  readonly against?: string;
  readonly only?: readonly Category[];
  readonly json: boolean;
};

/** Exit code 1 where a cell that passed does not, a new one fails, or an exact count changed. */
export async function compareCommand(options: Given): Promise<number> {
  const { runs: numbers = [], against, only, json, ...identity } = options;
  const runs = new Runs(storeDir());
  const [before, after] =
    against === undefined
      ? await twoRuns(runs, numbers)
      : await twoHeads(runs, numbers, { against, named: identity.head });
  const comparison = compareRuns(before, after, identity);
  const shown = only ? ofCategories(comparison, only) : comparison;
  process.stdout.write(
    json ? `${JSON.stringify(withoutRuns(shown), undefined, 2)}\n` : compareText(shown),
  );
  return isWorse(comparison) ? 1 : 0;
}

async function twoRuns(
  runs: Runs,
  numbers: readonly number[],
): Promise<[ComparedRun, ComparedRun]> {
  const [a, b, ...more] = numbers;
  if (a === undefined || b === undefined || more.length)
    throw new UserError(
      "compare needs two runs, or two heads",
      "./twinboot compare 11 12, or --head HEAD --against HEAD",
    );
  return [{ run: await runs.read(a) }, { run: await runs.read(b) }];
}

/** In the run named, or in the newest in which each of the heads stands. */
async function twoHeads(
  runs: Runs,
  [number, ...more]: readonly number[],
  { against, named }: { against: string; named: readonly string[] | undefined },
): Promise<[ComparedRun, ComparedRun]> {
  if (more.length)
    throw new UserError(
      "compare --against takes one run",
      "./twinboot compare [RUN] --head HEAD --against HEAD",
    );
  const candidates = number === undefined ? await runs.newest(newest) : [await runs.read(number)];
  const before = sideOf(candidates, against);
  const others = named ?? otherHeads(candidates[0], against);
  const [head] = others;
  if (head === undefined || others.length > 1)
    throw new UserError(
      `compare needs one head to compare with ${against}`,
      `add --head and one of ${others.join(", ") || "the heads of a run"}`,
    );
  return [before, sideOf(candidates, head)];
}

function sideOf(candidates: readonly RunRecord[], head: string): ComparedRun {
  const run = candidates.find(({ cells, metrics = [] }) =>
    [...cells, ...metrics].some((row) => row.head === head),
  );
  if (run) return { run, head };
  throw new UserError(`no stored run has the head ${head}`, `./twinboot run --head ${head}`);
}

function otherHeads(run: RunRecord | undefined, against: string): string[] {
  return (run?.heads ?? []).map(({ name }) => name).filter((name) => name !== against);
}

function withoutRuns({ before, after, ...rest }: Comparison): object {
  return { before: sideNamed(before), after: sideNamed(after), ...rest };
}

function sideNamed({ run, head }: ComparedRun): object {
  return { run: run.run, head };
}

function isWorse({ cells, counts }: Comparison): boolean {
  const worse = cells.some(
    ({ category }) => category === "regression" || category === "newFailure",
  );
  return worse || counts.changed.length > 0;
}
