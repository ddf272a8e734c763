// The plan of one trial of a bisection: one kernel, on one platform, and the unpatched head beside it.

import type { BenchPlan } from "../../model/cost/bench-plan.ts";
import type { HeadPin } from "../../model/described/head.ts";
import type { SourcePin } from "../../model/described/hypervisor.ts";
import type { Plan, PlannedCell } from "../../model/work/plan.ts";
import { baseRow, type Series } from "../../model/described/series.ts";
import { benchPlanOf } from "../matrix/bench.ts";
import { withFirst } from "../matrix/per-patch-kernels.ts";
import { type PlanRequest, planOf } from "../matrix/matrix.ts";
import { required } from "../required.ts";

/** What is tried: the unpatched head, or a series on it, with all of its patches or the first ones. */
export type Tried = {
  /** The head's name in the descriptions; its pin is the trial's own. */
  readonly head: string;
  readonly pin: HeadPin;
  readonly series?: Series;
  readonly patches?: number;
  /** Where it is booted; on the request's platform where absent. */
  readonly row?: RowUnder;
};

/** A platform under one hypervisor, and where that one's source stands. */
export type RowUnder = {
  readonly platform: string;
  readonly hypervisor: string;
  readonly pin: SourcePin;
};

/** `request` selects one platform and one flavour. */
export function bootPlanOf(request: PlanRequest, tried: Tried): Plan {
  const { series, ...bare } = tried;
  const base = planOf(requestOf(request, bare));
  if (!series) return base;
  const own = planOf(requestOf(request, tried));
  const cells = own.cells.filter((cell) => cell.series !== baseRow);
  return {
    ...own,
    // The head as every run builds it: asked for what a part of the series wants, it would be another kernel.
    kernels: own.kernels.filter((kernel) => kernel.series !== baseRow),
    cells: [...base.cells, ...cells.map((cell) => against(cell, base.cells))],
  };
}

/** Counts and sizes of the tried kernel alone. */
export function countPlanOf(request: PlanRequest, tried: Tried): BenchPlan {
  const bench = benchPlanOf(requestOf(request, tried), { ledger: false, where: false });
  const isTried = ({ of }: { of: { series: string } }): boolean =>
    of.series === (tried.series?.series ?? baseRow);
  const { counts, sizes } = bench;
  return { ...bench, counts: counts.filter(isTried), sizes: sizes.filter(isTried), times: [] };
}

/** What bare hardware does is not asked: the platform's own base is there. */
function against(cell: PlannedCell, base: readonly PlannedCell[]): PlannedCell {
  const { baseJudged: _, bareJudged: __, elsewhere: ___, ...own } = cell;
  const same = base.find(({ platform }) => platform === cell.platform);
  return same ? { ...own, baseJudged: same.judged } : own;
}

function requestOf(request: PlanRequest, tried: Tried): PlanRequest {
  const { head, pin, series, patches, row } = tried;
  const moved = movedHead(row ? onRow(request, row) : request, head, pin);
  const { selection } = moved;
  if (!series) return { ...moved, selection: { ...selection, series: [], heads: [head] } };
  const named = new Map([...moved.all.series, [series.series, onHead(series, head)]]);
  const all = { ...moved.all, series: named };
  const whole = patches === undefined || patches >= series.patches.length;
  return {
    ...moved,
    all: whole ? all : withFirst(all, onHead(series, head), { patches, pin }),
    described: all.flavours,
    selection: { ...selection, series: [series.series], heads: [head] },
  };
}

/** Nothing of other hypervisors is built for it. */
function onRow(request: PlanRequest, { platform, hypervisor, pin }: RowUnder): PlanRequest {
  const { pins, selection } = request;
  return {
    ...request,
    pins: { ...pins, hypervisors: new Map([[hypervisor, pin]]) },
    selection: { ...selection, platforms: [platform] },
  };
}

/** What a series was written on stays where it was, under a name of its own, when the head of that name is moved. */
function movedHead(request: PlanRequest, head: string, pin: HeadPin): PlanRequest {
  const { all, pins } = request;
  const described = required(all.installation.heads[head], head);
  const heads = { ...all.installation.heads, [aside(head)]: described };
  const series = [...all.series].map(([name, one]) => [name, onHead(one, head)] as const);
  const stays = required(pins.heads.get(head), head);
  return {
    ...request,
    all: { ...all, installation: { ...all.installation, heads }, series: new Map(series) },
    pins: { ...pins, heads: new Map([...pins.heads, [aside(head), stays], [head, pin]]) },
  };
}

/** A part of a series cannot keep what all of it promises: in no trial it is asked. */
function onHead(series: Series, head: string): Series {
  const base = series.base === head ? aside(head) : series.base;
  return { ...series, base, expects: {}, kunit: [], skips: {} };
}

function aside(head: string): string {
  return `${head}, where the series was written`;
}
