// What a bisection of hypervisors is between: one kernel, and one platform under two of them.

import { UserError } from "../../model/errors.ts";
import type { HeadPin } from "../../model/described/head.ts";
import type { Series } from "../../model/described/series.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { rowsOfPlatform } from "../../plan/bisect/rows-of-platform.ts";
import type { RowUnder } from "../../plan/bisect/trial-plans.ts";
import type { PlanRequest } from "../../plan/matrix/matrix.ts";
import { required } from "../../plan/required.ts";
import { seriesNamed } from "../../plan/read/series-named.ts";
import { ready, type Shown } from "../pinned.ts";
import type { Session } from "../session.ts";
import { type BisectInputs, chosenForBisect } from "./bisect-case.ts";

export type HypervisorCase = {
  readonly request: PlanRequest;
  readonly series: Series;
  /** Without a hypervisor in its name. */
  readonly platform: string;
  readonly head: string;
  readonly pin: HeadPin;
  /** Every described hypervisor that has the platform. */
  readonly rows: readonly RowUnder[];
  readonly from: RowUnder;
  readonly to: RowUnder;
};

/** Throws UserError where there are no two hypervisors to search between. */
export async function hypervisorCaseOf(
  session: Session,
  inputs: BisectInputs & { readonly fromHypervisor: string },
  show: Shown,
): Promise<HypervisorCase> {
  const { descriptions: all } = session;
  const { name, platform, fromHypervisor: old } = inputs;
  const series = seriesNamed(all, name);
  const selection = chosenForBisect(session, inputs);
  const { plain, under, rows } = rowsToSearch(session, platform, old);
  const taken = { ...selection, platforms: [...rows.values()] };
  const { pins, host } = await ready(session, taken, show);
  const candidates = [...rows].map(([hypervisor, row]) => ({
    platform: row,
    hypervisor,
    pin: required(pins.hypervisors.get(hypervisor), hypervisor),
  }));
  const to = required(
    candidates.find(({ hypervisor }) => hypervisor === under),
    under,
  );
  const [head = ""] = selection.heads;
  return {
    request: { all, selection, pins, host },
    series,
    platform: plain,
    head,
    pin: required(pins.heads.get(head), head),
    rows: candidates,
    from: candidates.find(({ hypervisor }) => hypervisor === old) ?? atCommit(to, old),
    to,
  };
}

function rowsToSearch({ descriptions: all }: Session, platform: string, old: string) {
  const found = rowsOfPlatform(all, platform);
  if (!found)
    throw new UserError(
      `--from-hypervisor: ${platform} runs under no hypervisor`,
      "./twinboot list platforms",
    );
  const { under, rows, plain } = found;
  const source = all.hypervisors.get(under)?.source;
  if (source && "git" in source && /^[0-9a-f]{40}$/.test(old)) return found;
  const others = [...rows.keys()].filter((name) => name !== under);
  if (others.includes(old)) return found;
  const { message } = unknownName("hypervisor", old, others, "");
  throw new UserError(
    `--from-hypervisor: ${message}`,
    `name another than ${under} that ${plain} has a row under, or a full commit id where ${under} is from git`,
  );
}

function atCommit(row: RowUnder, commit: string): RowUnder {
  const { pin } = row;
  return "commit" in pin ? { ...row, pin: { ...pin, commit } } : row;
}
