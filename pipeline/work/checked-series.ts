// A series taken through the readiness checklist: plans what each line needs, does it, reads what came out.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Traces } from "../engine/run.ts";
import type { Check } from "../model/record/check.ts";
import { unknownName } from "../model/unknown-name.ts";
import type { Plan } from "../model/work/plan.ts";
import { patchesDigest } from "../model/described/patches-digest.ts";
import { isMachine } from "../model/described/platform.ts";
import type { SourceTree } from "../model/described/head.ts";
import { compiledFor } from "../plan/readiness/other-architectures.ts";
import { isUnseen } from "../plan/readiness/planned-check.ts";
import { type Readiness, readinessOf } from "../plan/readiness/readiness.ts";
import { seriesNamed } from "../plan/read/series-named.ts";
import { selectionOf } from "../plan/read/selection.ts";
import { installedCheckers } from "../tools/checkers.ts";
import { forecastOf } from "./forecast.ts";
import { ready, type Shown } from "./pinned.ts";
import { attemptsAfter } from "./run-attempts.ts";
import { checkout, type Session } from "./session.ts";
import type { Show } from "./show.ts";

export type CheckWishes = {
  readonly series: string;
  /** The head that the series was written on where absent. */
  readonly head?: string;
  /** The first of the default where absent. */
  readonly flavour?: string;
  /** The machines of `bench` where absent. */
  readonly platform?: readonly string[];
  /** Names of lines; all where absent. */
  readonly only?: readonly string[];
  /** No kernel with debug options, fewer random configurations. */
  readonly quick: boolean;
  /** Boots of a cell that fails, in all. */
  readonly attempts?: number;
  /** Nothing is installed: the lines are not seen. */
  readonly dryRun?: boolean;
};

export type CheckedSeries = {
  readonly checks: readonly Check[];
  /** Lines that are for a person only because what they rest on could not be made, or proves nothing. */
  readonly unseen: readonly string[];
};

/** Kept beside the run too, as checks.json. Throws UserError for a series or a line that is not there. */
export async function checkedSeries(
  session: Session,
  wishes: CheckWishes,
  show: Shown & Pick<Show, "planned">,
): Promise<CheckedSeries> {
  const series = seriesNamed(session.descriptions, wishes.series);
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
  const planRan = { run: session.number, platforms, ...ran };
  const about = { series: patchesDigest(series.patches), ...(base ? { base } : {}) };
  const seen = checks.map(({ check, rule, source, see }): Check =>
    Object.assign({ check, rule, source }, see(planRan), about),
  );
  await session.runs.keepChecks(session.number, {
    series: series.series,
    head: heads[0]?.name ?? "",
    checks: seen,
  });
  const persons = new Set(seen.flatMap((one) => (one.outcome === "person" ? [one.check] : [])));
  const unseen = checks.filter((one) => persons.has(one.check) && isUnseen(planRan, one));
  return { checks: seen, unseen: unseen.map(({ check }) => check) };
}

/** Looks at what moves, then plans the chosen lines. */
export async function plannedChecks(
  session: Session,
  { series, head, flavour, platform, only, quick, dryRun = false }: CheckWishes,
  show: Shown,
): Promise<Readiness> {
  const { series: name, base, folder } = seriesNamed(session.descriptions, series);
  const { descriptions: all } = session;
  const { default: usual, bench } = all.installation;
  const machines = (bench?.platforms ?? []).filter((one) => {
    const counted = all.platforms.get(one);
    return counted && isMachine(counted);
  });
  const selection = selectionOf(all, {
    series: [name],
    head: [head ?? base],
    flavour: flavour === undefined ? usual.flavours.slice(0, 1) : [flavour],
    platform: platform ?? machines,
  });
  const architectures = compiledFor(all, selection).filter((one) => !only || only.includes(one));
  const { pins, host } = await ready(session, selection, show, { architectures, dryRun });
  const checkers = await installedCheckers();
  const cover = existsSync(join(checkout, folder, "cover.md"));
  const readiness = readinessOf({ all, selection, pins, host }, { cover, checkers, quick });
  return { ...readiness, checks: chosenChecks(readiness, only) };
}

function chosenChecks({ checks }: Readiness, only: readonly string[] | undefined) {
  const names = checks.map(({ check }) => check);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw unknownName("line", unknown, names, `./twinboot check SERIES --only ${names.join(",")}`);
  return checks.filter(({ check }) => !only || only.includes(check));
}

function treeOf({ heads }: Readiness, traces: Traces): string | undefined {
  const outcome = heads[0] && traces.get(heads[0].imported.id)?.outcome;
  return outcome?.status === "pass" ? (outcome.value as SourceTree).tree : undefined;
}
