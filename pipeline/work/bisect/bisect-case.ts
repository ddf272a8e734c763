// What a bisection is between: two versions of a series, two heads, one platform, one flavour.

import { UserError } from "../../model/errors.ts";
import { type HeadPin, pinInWords } from "../../model/described/head.ts";
import type { Series } from "../../model/described/series.ts";
import type { Tried } from "../../plan/bisect/trial-plans.ts";
import type { PlanRequest } from "../../plan/matrix/matrix.ts";
import { seriesNamed } from "../../plan/read/series-named.ts";
import { type Selection, selectionOf } from "../../plan/read/selection.ts";
import { ready, type Shown } from "../pinned.ts";
import { oldVersion } from "../old-version.ts";
import type { Session } from "../session.ts";

export type BisectInputs = {
  /** Of the series. */
  readonly name: string;
  readonly platform: string;
  readonly head?: string;
  readonly flavour?: string;
  /** A head, or a commit of the history of `head`. */
  readonly fromHead?: string;
  /** A folder, or a git revision of this checkout. */
  readonly fromSeries?: string;
  /** A hypervisor that has this platform too, or a commit of the history of the platform's own. */
  readonly fromHypervisor?: string;
  /** The workload whose count is looked at, as in `metrics` of run.json; the verdict where absent. */
  readonly metric?: string;
};

type Corner = "before" | "head" | "series" | "now";

export type BisectCase = {
  readonly request: PlanRequest;
  readonly series: Series;
  readonly platform: string;
  readonly head: string;
  readonly metric?: string;
  readonly heads: { readonly from: HeadPin; readonly to: HeadPin };
  readonly isOneHead: boolean;
  readonly tried: Readonly<Record<Corner, Tried>>;
  /** How the corners are called. */
  readonly words: Readonly<Record<Corner, string>>;
};

/** Looks where the heads stand. Without an old version of the series the unpatched head is what there was before. */
export async function bisectCaseOf(
  session: Session,
  inputs: BisectInputs,
  show: Shown,
): Promise<BisectCase> {
  const { descriptions: all } = session;
  const { name, platform, fromHead, fromSeries, metric } = inputs;
  const series = seriesNamed(all, name);
  const selection = chosenForBisect(session, inputs);
  const [head = ""] = selection.heads;
  const earlier = fromHead ?? head;
  const described = isDescribed(session, head, earlier);
  const needed = described ? [head, earlier] : [head];
  const { pins, host } = await ready(session, { ...selection, heads: needed }, show);
  const to = pins.heads.get(head);
  if (!to) throw new Error(`${head} was not pinned`);
  const from = described ? pins.heads.get(earlier) : { ...to, commit: earlier };
  const old = fromSeries === undefined ? undefined : await oldVersion(session, series, fromSeries);
  const heads = { from: from ?? to, to };
  return {
    request: { all, selection, pins, host },
    series,
    platform,
    head,
    ...(metric === undefined ? {} : { metric }),
    heads,
    isOneHead: fromHead === undefined,
    tried: triedOf({ head, series, old, heads }),
    words: wordsOf({ name, old: old !== undefined, heads }),
  };
}

/** One head, and of the flavours the one that boots on the platform. */
export function chosenForBisect(
  { descriptions: all }: Session,
  { name, platform, head, flavour }: BisectInputs,
): Selection {
  const asked = selectionOf(all, {
    series: [name],
    platform: [platform],
    ...(head === undefined ? {} : { head: [head] }),
    ...(flavour === undefined ? {} : { flavour: [flavour] }),
  });
  const arch = all.platforms.get(platform)?.arch;
  const flavours = asked.flavours.filter((one) => all.flavours.get(one)?.arch === arch);
  if (asked.heads.length !== 1)
    throw new UserError(
      `bisect needs one head of ${asked.heads.join(", ")}`,
      "choose one with --head",
    );
  if (flavours.length !== 1)
    throw new UserError(
      `bisect: ${flavours.length ? `which of ${flavours.join(", ")}` : "no flavour"} boots on ${platform}?`,
      "name one with --flavour",
    );
  return { ...asked, flavours };
}

/** A head by its name; else it is a commit of the new head's history. Throws UserError where it can be neither. */
function isDescribed({ descriptions }: Session, head: string, from: string): boolean {
  const { heads } = descriptions.installation;
  if (heads[from]) return true;
  const git = heads[head]?.kind === "git";
  if (git && /^[0-9a-f]{40}$/.test(from)) return false;
  throw new UserError(
    `--from-head ${from}: neither a head in twinboot.yaml nor a commit of ${head}`,
    git
      ? "give the full 40-digit id; `heads` in an older run.json has it"
      : `${head} has no history: choose another head`,
  );
}

type Ends = Pick<BisectCase, "head" | "series" | "heads"> & { readonly old: Series | undefined };

function triedOf({ head, series, old, heads: { from, to } }: Ends): BisectCase["tried"] {
  const earlier = old ? { series: { ...old, series: series.series } } : {};
  return {
    before: { head, pin: from, ...earlier },
    head: { head, pin: to, ...earlier },
    series: { head, pin: from, series },
    now: { head, pin: to, series },
  };
}

function wordsOf({ name, old, heads }: { name: string; old: boolean; heads: BisectCase["heads"] }) {
  const [from, to] = [pinInWords(heads.from), pinInWords(heads.to)];
  const before = old ? `the old ${name}` : "no patch";
  return {
    before: `${from}, ${before}`,
    head: `${to}, ${before}`,
    series: `${from}, ${name}`,
    now: `${to}, ${name}`,
  };
}
