// Under which hypervisor a kernel fails first: in the order of their versions, then by the commits of one.

import { axisOf } from "../../model/search/bisect-square.ts";
import type { Trial } from "../../model/search/bisect.ts";
import { pinInWords } from "../../model/described/head.ts";
import type { RowUnder, Tried } from "../../plan/bisect/trial-plans.ts";
import { required } from "../../plan/required.ts";
import type { BisectResult, Searched } from "../../report/text/bisect-text.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";
import { hypervisorCommits } from "./hypervisor-commits.ts";
import type { HypervisorCase } from "./hypervisor-case.ts";
import { versionLine } from "./hypervisor-versions.ts";
import { searched } from "./search.ts";
import type { TrialRunner } from "./trial-runner.ts";

type Help = {
  readonly session: Pick<Session, "run" | "store" | "signal">;
  readonly runner: Pick<TrialRunner, "try" | "now">;
  readonly onEvent: Show["onEvent"];
  readonly tell: (what: string, trial: Trial) => void;
};

/** Two corners, then the hypervisors between them, then the commits between the two that decide. */
export async function hypervisorBisection(
  about: HypervisorCase,
  help: Help,
): Promise<BisectResult> {
  const { from, to, series, head, platform } = about;
  const { runner, tell } = help;
  const before = await runner.try(triedOn(about, from));
  tell(inWords(from), before);
  const now = await runner.now(triedOn(about, to));
  tell(inWords(to), now);
  const corners = [from, to].map((row, at) => ({
    what: inWords(row),
    trial: at ? now : before,
  }));
  const found = axisOf({ before, head: before, series: now, now });
  const common = { series: series.series, platform, head, corners };
  if (found !== "series") return { ...common, axis: found, searches: [], notes: [] };
  return { ...common, axis: "hypervisor", ...(await searches(about, help)) };
}

type Found = Pick<BisectResult, "searches" | "notes">;

async function searches(about: HypervisorCase, help: Help): Promise<Found> {
  const { from, to } = about;
  if (from.hypervisor === to.hypervisor) return byCommits(about, { good: from, bad: to }, help);
  const { line, notes } = await versionLine(about, help.session, help.onEvent);
  const first = await searched(
    {
      of: "hypervisors",
      where: whereOf(about),
      points: line.map(({ row, version }) => `${row.hypervisor} ${version}`),
      try: async (at) => help.runner.try(triedOn(about, required(line[at], "a point").row)),
    },
    help.tell,
  );
  const { answer } = first;
  const [good, bad] =
    answer.found === "first" ? [line[answer.good]?.row, line[answer.first]?.row] : [];
  const rest: Found =
    good && bad && sameSource(good, bad)
      ? await byCommits(about, { good, bad }, help)
      : { searches: [], notes: [] };
  return { searches: [first, ...rest.searches], notes: [...notes, ...rest.notes] };
}

function sameSource(one: RowUnder, other: RowUnder): boolean {
  return "commit" in one.pin && "commit" in other.pin && one.pin.git === other.pin.git;
}

async function byCommits(
  about: HypervisorCase,
  { good, bad }: { good: RowUnder; bad: RowUnder },
  { session, runner, tell }: Help,
): Promise<Found> {
  const { pin } = bad;
  if (!("commit" in pin) || !("commit" in good.pin)) throw new Error("not of git");
  const ends = { git: pin.git, from: good.pin.commit, to: pin.commit };
  const commits = await hypervisorCommits(session, ends);
  if (!commits)
    return {
      searches: [],
      notes: [
        `There are no commits to search: ${inWords(bad)} does not descend from ${inWords(good)}.`,
      ],
    };
  const search: Searched = await searched(
    {
      of: "commits",
      where: `${whereOf(about)} under ${bad.hypervisor}`,
      points: commits.map(({ commit, subject }) => `commit ${commit.slice(0, 12)} (${subject})`),
      try: async (at) => {
        const { commit } = required(commits[at], "a commit");
        return runner.try(triedOn(about, { ...bad, pin: { ...pin, commit } }));
      },
    },
    tell,
  );
  return { searches: [search], notes: [] };
}

function triedOn({ head, pin, series }: HypervisorCase, row: RowUnder): Tried {
  return { head, pin, series, row };
}

function whereOf({ series, head, pin }: HypervisorCase): string {
  return `${series.series} on ${head} (${pinInWords(pin)})`;
}

function inWords({ platform, hypervisor, pin }: RowUnder): string {
  const at =
    "version" in pin ? ` ${pin.version}` : "commit" in pin ? ` at ${pin.commit.slice(0, 12)}` : "";
  return `${platform}, ${hypervisor}${at}`;
}
