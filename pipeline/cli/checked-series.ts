// A series taken through the readiness checklist: plans what each line needs, does it, reads what came out.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Traces } from "../engine/run.ts";
import type { Check } from "../model/check.ts";
import { UserError } from "../model/errors.ts";
import type { Plan } from "../model/plan.ts";
import { patchesDigest } from "../model/patches-digest.ts";
import { isMachine } from "../model/platform.ts";
import type { Series } from "../model/series.ts";
import type { SourceTree } from "../model/head.ts";
import { type Readiness, readinessOf } from "../plan/readiness.ts";
import { type Filters, selectionOf } from "../plan/selection.ts";
import { installedCheckers } from "../tools/checkers.ts";
import { pinned } from "./commands/run.ts";
import { forecastOf } from "./forecast.ts";
import { attemptsAfter } from "./run-attempts.ts";
import { checkout, type Session } from "./session.ts";
import type { Show } from "./show/show.ts";

export type CheckWishes = {
  readonly series: string;
  /** Of these the first head and flavour; where absent the head that the series was written on. */
  readonly filters: Omit<Filters, "series">;
  /** Names of lines; all where absent. */
  readonly only?: readonly string[];
  /** No kernel with debug options, fewer random configurations. */
  readonly quick: boolean;
  /** Boots of a cell that fails, in all. */
  readonly attempts?: number;
};

/** Kept beside the run too, as checks.json. Throws UserError for a series or a line that is not there. */
export async function checkedSeries(
  session: Session,
  wishes: CheckWishes,
  show: Pick<Show, "onEvent" | "planned">,
): Promise<readonly Check[]> {
  const series = wantedSeries(session, wishes.series);
  const readiness = await plannedChecks(session, wishes, show);
  const { checks, heads, rebases } = readiness;
  const cells = checks.flatMap((check) => check.cells ?? []);
  const plan: Plan = { heads, rebases, kernels: [], hypervisors: [], cells, skipped: [] };
  show.planned(plan, await forecastOf(session, wishes.attempts));
  const targets = [
    ...rebases.map(({ rebased }) => rebased),
    ...checks.flatMap((one) => one.targets),
  ];
  const first = await session.run(targets, show.onEvent);
  const ran = await attemptsAfter(session, plan, first, { ...wishes, onEvent: show.onEvent });
  const { platforms } = session.descriptions;
  const base = treeOf(readiness, first);
  const ground = { run: session.number, platforms, ...ran };
  const about = { series: patchesDigest(series.patches), ...(base ? { base } : {}) };
  const seen = checks.map(({ check, rule, source, see }): Check =>
    Object.assign({ check, rule, source }, see(ground), about),
  );
  await session.runs.keepChecks(session.number, {
    series: series.series,
    head: heads[0]?.name ?? "",
    checks: seen,
  });
  return seen;
}

function wantedSeries({ descriptions: { series, brokenSeries } }: Session, name: string): Series {
  const found = series.get(name);
  if (found) return found;
  const broken = brokenSeries.get(name);
  if (broken) throw new UserError(broken.message, broken.hint);
  throw new UserError(`there is no series ${name}`, `there are: ${[...series.keys()].join(", ")}`);
}

/** Looks at what moves, then plans the chosen lines. */
export async function plannedChecks(
  session: Session,
  { series, filters, only, quick }: CheckWishes,
  show: Pick<Show, "onEvent">,
): Promise<Readiness> {
  const { series: name, base, folder } = wantedSeries(session, series);
  const { descriptions: all, host } = session;
  const { default: usual, bench } = all.installation;
  const machines = (bench?.platforms ?? []).filter((one) => {
    const platform = all.platforms.get(one);
    return platform && isMachine(platform);
  });
  const named = {
    head: [base],
    flavour: usual.flavours.slice(0, 1),
    platform: machines,
    ...filters,
  };
  const chosen = selectionOf(all, { ...named, series: [name] });
  const selection = {
    ...chosen,
    heads: chosen.heads.slice(0, 1),
    flavours: chosen.flavours.slice(0, 1),
  };
  const [pins, checkers] = [await pinned(session, selection, show), await installedCheckers()];
  const cover = existsSync(join(checkout, folder, "cover.md"));
  const readiness = readinessOf({ all, selection, pins, host }, { cover, checkers, quick });
  return { ...readiness, checks: chosenChecks(readiness, only) };
}

function chosenChecks({ checks }: Readiness, only: readonly string[] | undefined) {
  const names = checks.map(({ check }) => check);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      `--only ${unknown}: there is no such line`,
      `there are: ${names.join(", ")}`,
    );
  return checks.filter(({ check }) => !only || only.includes(check));
}

function treeOf({ heads }: Readiness, traces: Traces): string | undefined {
  const outcome = heads[0] && traces.get(heads[0].imported.id)?.outcome;
  return outcome?.status === "pass" ? (outcome.value as SourceTree).tree : undefined;
}
