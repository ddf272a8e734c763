// ./twinboot bisect SERIES --platform P: which patch, or which upstream commit, is the first that fails or costs more.

import type { Trial } from "../../model/bisect.ts";
import { type Axis, axisOf } from "../../model/bisect-square.ts";
import { type BisectResult, bisectJson, bisectText, trialLine } from "../../report/bisect-text.ts";
import { oneLine } from "../../report/visible-text.ts";
import { firstParents } from "../../work/bisect/first-parents.ts";
import { Lab } from "../../work/bisect/lab.ts";
import { commitLine, patchLine } from "../../work/bisect/lines.ts";
import { type Line, searched } from "../../work/bisect/search.ts";
import { type BisectInputs, type Case, caseOf } from "../../work/bisect/case.ts";
import { type SessionOptions, withSession } from "../../work/session.ts";
import { showFor, type ShowOptions } from "../show-for.ts";
import type { Show } from "../../work/show.ts";

type Given = BisectInputs & SessionOptions & ShowOptions & { readonly attempts?: number };

/** Exit code 0 where what there is now is good, 1 where something was found, 3 where it could not be tried. */
export async function bisectCommand(options: Given): Promise<number> {
  return withSession(options, async (session) => {
    const show = showFor(options);
    try {
      const onEvent = done(show);
      const about = await caseOf(session, options, show);
      const { attempts, metric } = options;
      const lab = new Lab(session, about.ground, { metric, attempts, onEvent });
      const history = async () => firstParents(session, about.heads, onEvent);
      const result = await bisectionOf(about, lab, { history, tell: tellOn(show) });
      show.end();
      process.stdout.write(options.json ? bisectJson(result) : `\n${bisectText(result)}`);
      return exitCodeOf(result.axis);
    } finally {
      show.end();
    }
  });
}

type Tell = (what: string, trial: Trial) => void;

/** Trials go on for minutes: each is told of when it is done. */
function tellOn({ note }: Show): Tell {
  return (what, trial) => note(oneLine(trialLine(what, trial), 1000));
}

/** What the store had is told of by the trial alone: all trials share most of their steps. */
function done({ onEvent }: Show): Show["onEvent"] {
  return (event) => {
    if (event.type !== "ended" || !event.reused) onEvent(event);
  };
}

type Help = { readonly history: () => ReturnType<typeof firstParents>; readonly tell: Tell };

/** The corners, then the lines between them that decide. */
async function bisectionOf(about: Case, lab: Lab, { history, tell }: Help): Promise<BisectResult> {
  const { corners, axis } = await cornersOf(about, lab, tell);
  const lines: Line[] = [];
  const notes: string[] = [];
  if (axis === "series" || axis === "each" || axis === "together")
    lines.push(patchLine(about, lab, axis));
  if (axis === "head" || axis === "each" || axis === "together") {
    const commits = await history();
    if (commits) lines.push(commitLine(about, lab, commits, axis));
    else
      notes.push(
        "Between the two heads there is no line of commits to search: only a git head that grew out of the other has one.",
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
  { tried, isOneHead, words }: Case,
  lab: Lab,
  tell: Tell,
): Promise<Corners> {
  const corners: { what: string; trial: Trial }[] = [];
  const seen = (what: string, trial: Trial): Trial => {
    corners.push({ what, trial });
    tell(what, trial);
    return trial;
  };
  const before = seen(words.before, await lab.before(tried.before));
  const now = seen(words.now, await lab.now(tried.now));
  if (now.verdict !== "bad" || before.verdict !== "good")
    return { corners, axis: axisOf({ before, head: before, series: now, now }) };
  if (isOneHead) return { corners, axis: "series" };
  const head = seen(words.head, await lab.try(tried.head));
  const series = seen(words.series, await lab.try(tried.series));
  return { corners, axis: axisOf({ before, head, series, now }) };
}

function exitCodeOf(axis: Axis): number {
  if (axis === "never") return 0;
  return axis === "unknown" ? 3 : 1;
}
