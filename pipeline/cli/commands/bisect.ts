// ./twinboot bisect SERIES --platform P: which patch, upstream commit or hypervisor is the first that fails or costs more.

import type { Trial } from "../../model/search/bisect.ts";
import { type Axis, axisOf } from "../../model/search/bisect-square.ts";
import {
  type BisectResult,
  bisectJson,
  bisectText,
  trialLine,
} from "../../report/text/bisect-text.ts";
import { oneLine } from "../../report/safe/visible-text.ts";
import { firstParents } from "../../work/bisect/first-parents.ts";
import { TrialRunner } from "../../work/bisect/trial-runner.ts";
import { commitLine, patchLine } from "../../work/bisect/lines.ts";
import { type Line, searched } from "../../work/bisect/search.ts";
import { type BisectInputs, type BisectCase, bisectCaseOf } from "../../work/bisect/bisect-case.ts";
import { hypervisorBisection } from "../../work/bisect/hypervisor-bisection.ts";
import { hypervisorCaseOf } from "../../work/bisect/hypervisor-case.ts";
import { type Session, type SessionOptions, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import type { Show } from "../../work/show.ts";

type Given = BisectInputs & SessionOptions & ShowOptions & { readonly attempts?: number };

/** Exit code 0 where what there is now is good, 1 where something was found, 3 where it could not be tried. */
export async function bisectCommand(options: Given): Promise<number> {
  return withSession(options, async (session) => {
    const show = showFor(options);
    try {
      const { fromHypervisor } = options;
      const result = await (fromHypervisor === undefined
        ? ofSeries(session, options, show)
        : ofHypervisors(session, { ...options, fromHypervisor }, show));
      show.end();
      process.stdout.write(options.json ? bisectJson(result) : `\n${bisectText(result)}`);
      return exitCodeOf(result.axis);
    } finally {
      show.end();
    }
  });
}

async function ofSeries(session: Session, options: Given, show: Show): Promise<BisectResult> {
  const about = await bisectCaseOf(session, options, show);
  const { attempts, metric } = options;
  const onEvent = done(show);
  const runner = new TrialRunner(session, about.request, { metric, attempts, onEvent });
  const history = async () => firstParents(session, about.heads, onEvent);
  return bisectionOf(about, runner, { history, tell: tellOn(show) });
}

async function ofHypervisors(
  session: Session,
  options: Given & { readonly fromHypervisor: string },
  show: Show,
): Promise<BisectResult> {
  const about = await hypervisorCaseOf(session, options, show);
  const onEvent = done(show);
  const wishes = { metric: undefined, attempts: options.attempts, onEvent };
  const runner = new TrialRunner(session, about.request, wishes);
  return hypervisorBisection(about, { session, runner, onEvent, tell: tellOn(show) });
}

type Tell = (what: string, trial: Trial) => void;

/** Trials take minutes: each is reported when it is done. */
function tellOn({ note }: Show): Tell {
  return (what, trial) => note(oneLine(trialLine(what, trial), 1000));
}

/** Reused steps are not reported separately: all trials share most of their steps. */
function done({ onEvent }: Show): Show["onEvent"] {
  return (event) => {
    if (event.type !== "ended" || !event.reused) onEvent(event);
  };
}

type Help = { readonly history: () => ReturnType<typeof firstParents>; readonly tell: Tell };

/** The corners, then the lines between them that decide. */
async function bisectionOf(
  about: BisectCase,
  runner: TrialRunner,
  { history, tell }: Help,
): Promise<BisectResult> {
  const { corners, axis } = await cornersOf(about, runner, tell);
  const lines: Line[] = [];
  const notes: string[] = [];
  if (axis === "series" || axis === "each" || axis === "together")
    lines.push(patchLine(about, runner, axis));
  if (axis === "head" || axis === "each" || axis === "together") {
    const commits = await history();
    if (commits) lines.push(commitLine(about, runner, commits, axis));
    else
      notes.push(
        "There are no commits to search between the two heads: one must be a git head that descends from the other.",
      );
  }
  const searches: BisectResult["searches"][number][] = [];
  for (const line of lines) searches.push(await searched(line, tell));
  const { series, platform, head, metric } = about;
  return {
    series: series.series,
    platform,
    head,
    ...(metric === undefined ? {} : { metric }),
    axis,
    corners,
    searches,
    notes,
  };
}

type Corners = Pick<BisectResult, "corners" | "axis">;

/** Two by two where there are two heads; with one, its side of the square. */
async function cornersOf(
  { tried, isOneHead, words }: BisectCase,
  runner: TrialRunner,
  tell: Tell,
): Promise<Corners> {
  const corners: { what: string; trial: Trial }[] = [];
  const seen = (what: string, trial: Trial): Trial => {
    corners.push({ what, trial });
    tell(what, trial);
    return trial;
  };
  const before = seen(words.before, await runner.before(tried.before));
  const now = seen(words.now, await runner.now(tried.now));
  if (now.verdict !== "bad" || before.verdict !== "good")
    return { corners, axis: axisOf({ before, head: before, series: now, now }) };
  if (isOneHead) return { corners, axis: "series" };
  const head = seen(words.head, await runner.try(tried.head));
  const series = seen(words.series, await runner.try(tried.series));
  return { corners, axis: axisOf({ before, head, series, now }) };
}

function exitCodeOf(axis: Axis): number {
  if (axis === "never") return 0;
  return axis === "unknown" ? 3 : 1;
}
