// A plan: the steps of one run with the cells they decide. Pure data; nothing has run yet.

import type { BootRecord } from "../boot/boot-record.ts";
import type { HeadDescription, HeadPin, SourceTree } from "../described/head.ts";
import type { BuiltHypervisor } from "../described/hypervisor.ts";
import type { Judgement } from "../judge/judge.ts";
import type { Kernel } from "../described/kernel.ts";
import type { RebasedSeries } from "../described/series.ts";
import type { Step } from "./step.ts";

export type PlannedHead = {
  readonly name: string;
  readonly description: HeadDescription;
  readonly pin: HeadPin;
  readonly imported: Step<SourceTree>;
};

export type PlannedRebase = {
  readonly series: string;
  readonly head: string;
  readonly patches: readonly string[];
  /** Of series.yaml; absent where that cannot be read. */
  readonly margin?: number;
  readonly rebased: Step<RebasedSeries>;
  /** Suites that are not asked for on this head: `name: why`. */
  readonly notAsked: readonly string[];
  /** The series that are applied before it. */
  readonly behind: readonly { readonly series: string; readonly rebased: Step<RebasedSeries> }[];
};

export type PlannedKernel = {
  /** The series' name, or `base`. */
  readonly series: string;
  readonly head: string;
  readonly flavour: string;
  readonly source: Step<SourceTree>;
  readonly built: Step<Kernel>;
};

/** A finished kernel has no source. */
export type BootableKernel = Omit<PlannedKernel, "source"> & Partial<Pick<PlannedKernel, "source">>;

export type PlannedCell = {
  /** The series' name, or `base`. */
  readonly series: string;
  readonly head: string;
  readonly flavour: string;
  readonly platform: string;
  readonly kernel: Step<Kernel>;
  readonly booted: Step<BootRecord>;
  readonly judged: Step<Judgement>;
  /** The same cell of the unpatched head, where this is not that one. */
  readonly baseJudged?: Step<Judgement>;
  /** The series that made the hypervisor which the platform runs under, where one did. */
  readonly hypervisorSeries?: string;
  /** Of a platform that is described under one hypervisor, and booted under another: the unpatched kernel as described. */
  readonly elsewhere?: { readonly platform: string; readonly judged: Step<Judgement> };
  /** The unpatched head's cells on bare hardware. */
  readonly bareJudged?: readonly { readonly platform: string; readonly judged: Step<Judgement> }[];
  /** The host that runs this guest, in its own row with the unpatched kernel. */
  readonly host?: { readonly platform: string; readonly judged: Step<Judgement> };
};

/** A cell that is not booted, because it is known not to work here. */
export type SkippedCell = Omit<
  PlannedCell,
  | "kernel"
  | "booted"
  | "judged"
  | "baseJudged"
  | "bareJudged"
  | "elsewhere"
  | "host"
  | "hypervisorSeries"
> & {
  /** Absent where none is built. */
  readonly kernel?: Step<Kernel>;
  readonly why: string;
};

export type Plan = {
  readonly heads: readonly PlannedHead[];
  readonly rebases: readonly PlannedRebase[];
  readonly kernels: readonly PlannedKernel[];
  readonly hypervisors: readonly Step<BuiltHypervisor>[];
  readonly cells: readonly PlannedCell[];
  readonly skipped: readonly SkippedCell[];
};

/** The steps that must be done; what they need comes with them. */
export function targetsOf(plan: Plan): Step[] {
  return [
    ...plan.rebases.map((one) => one.rebased),
    ...plan.kernels.map((one) => one.built),
    ...plan.hypervisors,
    ...inOrder(plan.cells).map((one) => one.judged),
  ];
}

/**
 * One cell of each kernel that has a boot of its own comes first: a verdict in seconds. Then the boots that a host
 * shares: they are the longest, and none of them is to run alone at the end.
 */
function inOrder(cells: readonly PlannedCell[]): PlannedCell[] {
  const alone = cells.filter((cell) => !isShared(cell));
  const first = alone.filter(
    ({ kernel }, at) => alone.findIndex((one) => one.kernel.id === kernel.id) === at,
  );
  const rest = cells.filter((cell) => !first.includes(cell));
  return [...first, ...rest.toSorted((a, b) => Number(isShared(b)) - Number(isShared(a)))];
}

function isShared({ booted }: PlannedCell): boolean {
  return "shared" in booted.inputs;
}

/** Every step of a plan once, inputs before what needs them. */
export function stepsOf(targets: readonly Step[]): Step[] {
  const seen = new Map<string, Step>();
  const visit = (one: Step): void => {
    if (seen.has(one.id)) return;
    for (const input of Object.values(one.inputs)) visit(input);
    seen.set(one.id, one);
  };
  for (const target of targets) visit(target);
  return [...seen.values()];
}
