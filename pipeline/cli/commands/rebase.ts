// ./twinboot rebase: every series onto every head, nothing built.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { UserError } from "../../model/errors.ts";
import { type HeadPin, pinInWords } from "../../model/described/head.ts";
import type { Json } from "../../model/json.ts";
import { type Plan, type PlannedHead, targetsOf } from "../../model/work/plan.ts";
import type { Step } from "../../model/work/step.ts";
import { plannedCleanBases } from "../../plan/matrix/clean-bases.ts";
import { headSteps } from "../../plan/matrix/pins.ts";
import { plannedPrerequisites } from "../../plan/matrix/prerequisite-searches.ts";
import { plannedHeads, plannedRebases, type RebaseRequest } from "../../plan/matrix/rebases.ts";
import { withRevision } from "../../plan/read/onto-revision.ts";
import { type Filters, type Selection, selectionOf } from "../../plan/read/selection.ts";
import { cleanBaseText } from "../../report/text/clean-base-text.ts";
import { prerequisitesText } from "../../report/text/prerequisites-text.ts";
import { rebaseText } from "../../report/text/rebase-text.ts";
import { conclude } from "../conclude.ts";
import { forecastOf } from "../../work/forecast.ts";
import { type Session, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import { mustHoldReports } from "../write-reports.ts";
import type { Show } from "../../work/show.ts";
import { withReachableHeads } from "../../work/reachable-heads.ts";
import { valueFrom } from "../../work/value-from.ts";

type Given = Pick<Filters, "series" | "head"> &
  ShowOptions & {
    /** A tag or a commit of the git head that `head` names. */
    readonly onto?: string;
    readonly findBase: boolean;
    readonly prerequisites: boolean;
  };

export async function rebaseCommand(options: Given): Promise<number> {
  return withSession({}, async (session) => {
    const show = showFor(options);
    try {
      if (options.findBase) return await findBases(session, options, show);
      if (options.prerequisites) return await findPrerequisites(session, options, show);
      const plan = await planned(session, options, show);
      await mustHoldReports();
      show.planned(plan, await forecastOf(session, 1));
      const traces = await session.run(targetsOf(plan), show.onEvent);
      return await conclude(
        session,
        options,
        { plan, part: "rebase", traces, text: rebaseText },
        show,
      );
    } finally {
      show.end();
    }
  });
}

async function planned(session: Session, options: Given, show: Show): Promise<Plan> {
  const { descriptions: described } = session;
  const { onto } = options;
  const { all, selection } =
    onto === undefined ? await chosen(described, options) : ontoRevision(described, onto, options);
  const request = await pinned(session, { all, selection }, show);
  const heads = plannedHeads(request);
  return {
    heads: heads.filter(({ name }) => selection.heads.includes(name)),
    rebases: plannedRebases(request, heads),
    kernels: [],
    hypervisors: [],
    cells: [],
    skipped: [],
  };
}

type Chosen = { readonly all: Descriptions; readonly selection: Selection };

/** The heads that twinboot.yaml names for rebase, or all, unless some are given: the purpose is to see where a series applies. */
async function chosen(
  described: Descriptions,
  { series, head = described.installation.default.rebase ?? ["all"] }: Given,
): Promise<Chosen> {
  const named = series ? { series } : {};
  const reachable = await withReachableHeads(described, { head, ...named });
  return { all: described, selection: selectionOf(described, reachable) };
}

function ontoRevision(described: Descriptions, onto: string, { series, head }: Given): Chosen {
  const all = withRevision(described, onto, head);
  return { all, selection: selectionOf(all, { head: [onto], ...(series ? { series } : {}) }) };
}

async function pinned(
  session: Session,
  { all, selection }: Chosen,
  show: Show,
): Promise<RebaseRequest> {
  const steps = headSteps(all, selection);
  const traces = await session.run([...steps.values()], show.onEvent);
  const heads = [...steps].map(([name, one]): [string, HeadPin] => [name, valueFrom(traces, one)]);
  return { all, selection, pins: { heads: new Map(heads) } };
}

async function findBases(session: Session, options: Given, show: Show): Promise<number> {
  const request = await withHistory(session, options, show);
  const searches = plannedCleanBases(request, plannedHeads(request));
  const rows = await foundBy(session, searches, show);
  process.stdout.write(cleanBaseText(rows));
  return rows.every(({ found }) => found.clean) ? 0 : 1;
}

async function findPrerequisites(session: Session, options: Given, show: Show): Promise<number> {
  const request = await withHistory(session, options, show);
  const searches = plannedPrerequisites(request, plannedHeads(request));
  const rows = await foundBy(session, searches, show);
  process.stdout.write(prerequisitesText(rows));
  return rows.every(({ found }) => found.tree !== undefined) ? 0 : 1;
}

/** The asked heads that have one. */
async function withHistory(session: Session, options: Given, show: Show): Promise<RebaseRequest> {
  const { onto } = options;
  const { all, selection } =
    onto === undefined
      ? await chosen(session.descriptions, { ...options, head: options.head ?? ["all"] })
      : ontoRevision(session.descriptions, onto, options);
  const git = selection.heads.filter((name) => all.installation.heads[name]?.kind === "git");
  if (!git.length)
    throw new UserError(
      "none of these heads has a history: an archive is a single commit",
      "choose a head of kind git; ./twinboot list heads",
    );
  return pinned(session, { all, selection: { ...selection, heads: git } }, show);
}

type Search<V extends Json> = {
  readonly series: string;
  readonly head: PlannedHead;
  readonly searched: Step<V>;
};

async function foundBy<V extends Json>(
  session: Session,
  searches: readonly Search<V>[],
  show: Show,
) {
  const steps = searches.map(({ searched }) => searched);
  const traces = await session.run(steps, show.onEvent);
  show.end();
  return searches.map(({ series, head, searched }) => ({
    series,
    head: head.name,
    pin: pinInWords(head.pin),
    found: valueFrom(traces, searched),
  }));
}
