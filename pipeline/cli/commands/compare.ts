// ./twinboot compare RUN RUN, or --against HEAD: what is another, and what changed between.

import { UserError } from "../../model/errors.ts";
import type { RunRecord } from "../../model/run-record.ts";
import {
  categories,
  type Category,
  compareRuns,
  type Comparison,
  type IdentityFilters,
  ofCategories,
  type Side,
} from "../../report/compare.ts";
import { compareText } from "../../report/compare-text.ts";
import type { Options } from "../arguments.ts";
import { Runs } from "../runs.ts";
import { storeDir } from "../session.ts";

/** How far back a head is looked for. */
const newest = 60;

/** Exit code 1 where a cell that passed does not, a new one fails, or an exact count changed. */
export async function compareCommand(
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const wanted = wantedCategories(options.only);
  const runs = new Runs(storeDir());
  const [before, after] =
    options.against === undefined
      ? await twoRuns(runs, operands)
      : await twoHeads(runs, operands, options);
  const comparison = compareRuns(before, after, identityFilters(options));
  const shown = wanted ? ofCategories(comparison, wanted) : comparison;
  process.stdout.write(
    options.json ? `${JSON.stringify(withoutRuns(shown), undefined, 2)}\n` : compareText(shown),
  );
  return isWorse(comparison) ? 1 : 0;
}

async function twoRuns(runs: Runs, operands: readonly string[]): Promise<[Side, Side]> {
  const [a, b, ...more] = operands.map(numberOf);
  if (a === undefined || b === undefined || more.length)
    throw new UserError(
      "compare: which two runs?",
      "./twinboot compare 11 12, or --head NAME --against NAME",
    );
  return [{ run: await runs.read(a) }, { run: await runs.read(b) }];
}

/** In the run named, or in the newest in which each of the heads stands. */
async function twoHeads(
  runs: Runs,
  operands: readonly string[],
  options: Options,
): Promise<[Side, Side]> {
  const [number] = operands.map(numberOf);
  const candidates = number === undefined ? await runs.newest(newest) : [await runs.read(number)];
  const { against = "", filters } = options;
  const before = sideOf(candidates, against);
  const others = filters.head ?? otherHeads(candidates[0], against);
  const [head] = others;
  if (head === undefined || others.length > 1)
    throw new UserError(
      `compare: which head against ${against}?`,
      `add --head and one of ${others.join(", ") || "the heads of a run"}`,
    );
  return [before, sideOf(candidates, head)];
}

function sideOf(candidates: readonly RunRecord[], head: string): Side {
  const run = candidates.find(({ cells, metrics = [] }) =>
    [...cells, ...metrics].some((row) => row.head === head),
  );
  if (run) return { run, head };
  throw new UserError(`no run looked at has the head ${head}`, `./twinboot run --head ${head}`);
}

function otherHeads(run: RunRecord | undefined, against: string): string[] {
  return (run?.heads ?? []).map(({ name }) => name).filter((name) => name !== against);
}

function numberOf(operand: string): number {
  if (/^\d+$/.test(operand)) return Number(operand);
  throw new UserError(`"${operand}" is no run's number`, "./twinboot compare 11 12");
}

function wantedCategories(text: string | undefined): Category[] | undefined {
  if (text === undefined) return undefined;
  return text.split(",").map((word) => {
    const category = categories.find((one) => one === word);
    if (category) return category;
    throw new UserError(
      `--only ${word}: there is no such category`,
      `use ${categories.join(", ")}`,
    );
  });
}

/** `lane` is a choice of platforms to boot; nothing is booted here. */
function identityFilters({ filters }: Options): IdentityFilters {
  const { lane: _, ...names } = filters;
  return names;
}

function withoutRuns({ before, after, ...rest }: Comparison): object {
  return { before: sideNamed(before), after: sideNamed(after), ...rest };
}

function sideNamed({ run, head }: Side): object {
  return { run: run.run, head };
}

function isWorse({ cells, counts }: Comparison): boolean {
  const worse = cells.some(
    ({ category }) => category === "regression" || category === "newFailure",
  );
  return worse || counts.changed.length > 0;
}
