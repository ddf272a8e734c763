// The kernels after each patch: that they build and boot, and one boot with the debug options on.

import type {
  PlannedCell,
  PlannedHead,
  PlannedKernel,
  PlannedRebase,
} from "../../model/work/plan.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import type { RunCell } from "../../model/record/run-record.ts";
import { baseRow, type Series } from "../../model/described/series.ts";
import { step, type Step } from "../../model/work/step.ts";
import { pluralize } from "../../model/pluralize.ts";
import { forAPerson, type Rule, type CheckResult, resultIn } from "../../rules/rule.ts";
import { type DebugOptions, findDebugOptions } from "../../steps/check/find-debug-options.ts";
import { type RanPlan, cellRecord } from "../matrix/cell-record.ts";
import { perPatchKernels } from "../matrix/per-patch-kernels.ts";
import { type PlanRequest, machineryOf, plannedKernels } from "../matrix/matrix.ts";
import { plainCheck, type PlannedCheck, why } from "./planned-check.ts";
import { rowOf } from "../matrix/row.ts";
import { outcomeOf, valueOf } from "../matrix/trace-values.ts";

const separate = 'Documentation/process/submitting-patches.rst, "Separate your changes"';

const builds: Rule = {
  check: "builds-after-each-patch",
  rule: "The kernel builds after every patch, so that it can be bisected.",
  source: separate,
};

const boots: Rule = {
  check: "boots-after-each-patch",
  rule: "The kernel boots after every patch, on bare hardware and under the hypervisor.",
  source: separate,
};

const debug: Rule = {
  check: "debug-options",
  rule: "The series was booted with the heavy debug options on.",
  source: 'Documentation/process/maintainer-tip.rst, "Testing" (kernel/configs/x86_debug.config)',
};

export type KernelRequest = {
  /** Of the one head, series and flavour, with the platforms to boot on. */
  readonly request: PlanRequest;
  readonly heads: readonly PlannedHead[];
  readonly rebases: readonly PlannedRebase[];
  readonly series: Series;
  /** Builds no kernel for the debug options. */
  readonly quick: boolean;
};

export function kernelChecks(of: KernelRequest): PlannedCheck[] {
  const kernels = kernelsByPatch(of);
  const patched = kernels.filter(({ series }) => series !== baseRow);
  const cells = cellsOf(of, kernels);
  const judged = cells.map((cell) => cell.judged);
  return [
    {
      ...builds,
      targets: kernels.map(({ built }) => built),
      see: (ran) => seeBuilds(ran, kernels, patched),
    },
    { ...boots, targets: judged, cells, see: (ran) => seeBoots(ran, cells, patched) },
    debugCheck(of),
  ];
}

/** The unpatched one, then those with one patch, with two, and so on. */
function kernelsByPatch({ request, heads, rebases }: KernelRequest): PlannedKernel[] {
  const [base, whole] = plannedKernels(request, heads, rebases);
  return [base, ...perPatchKernels(request, heads), whole].filter((one) => one !== undefined);
}

function seeBuilds(
  ran: RanPlan,
  kernels: readonly PlannedKernel[],
  patched: readonly PlannedKernel[],
): CheckResult {
  const [base] = kernels;
  const headless = base && why(ran, base.built);
  if (headless) return { ...headless, words: `without the series: ${headless.words}` };
  const broken = patched.flatMap(({ built }, at) => {
    const finding = findingOf(ran, built);
    if (!finding) return [];
    return [
      { line: `${at + 1}/${patched.length}: ${finding.summary}`, said: finding.detail ?? [] },
    ];
  });
  const [unseen] = patched.flatMap(({ built }) => why(ran, built) ?? []);
  if (!broken.length && unseen) return unseen;
  const seen = resultIn(
    broken.map(({ line }) => line),
    `${pluralize(patched.length, "kernel")}, flavour ${base?.flavour}`,
    patched.map(({ built }, at) => imageLine(ran, built, at + 1)),
  );
  const details = broken.flatMap(({ line, said }) => [line, ...said.map((one) => `  ${one}`)]);
  return broken.length ? { ...seen, details } : seen;
}

/** The result of its own build or configuration, not of the rebase. */
function findingOf(ran: RanPlan, built: Step<Kernel>) {
  const own = outcomeOf(ran, built);
  const trace = own.status === "blocked" ? ran.traces.get(own.by) : ran.traces.get(built.id);
  const isOwn = trace?.kind === "build-kernel" || trace?.kind === "configure-kernel";
  return isOwn && trace.outcome.status === "fail" ? trace.outcome.finding : undefined;
}

function imageLine(ran: RanPlan, built: Step<Kernel>, patch: number): string {
  return `${patch}: build-id ${valueOf(ran, built)?.buildId ?? "unknown"}`;
}

/** What the series promises comes with its last patch: before it, a kernel must boot and nothing else. */
function cellsOf(
  { request, series }: KernelRequest,
  kernels: readonly PlannedKernel[],
): PlannedCell[] {
  const machinery = machineryOf(request);
  const silent: Series = { ...series, kunit: [], skips: {}, expects: {} };
  const all = { ...request.all, series: new Map([...request.all.series, [series.series, silent]]) };
  const cells: PlannedCell[] = [];
  for (const [at, kernel] of kernels.entries()) {
    const promising = at === kernels.length - 1 ? request.all : all;
    const base = cells.filter((cell) => cell.series === baseRow);
    const row = rowOf({ ...request, all: promising, machinery, kernels }, kernel, base);
    cells.push(...row.cells);
  }
  return cells;
}

function seeBoots(
  ran: RanPlan,
  cells: readonly PlannedCell[],
  patched: readonly PlannedKernel[],
): CheckResult {
  const records = cells
    .filter(({ series }) => series !== baseRow)
    .map((cell) => ({
      at: patched.findIndex(({ built }) => built.id === cell.kernel.id),
      cell: cellRecord(ran, cell),
    }));
  const lines = records.map(({ at, cell }) => ({
    cell,
    line: bootLine(cell, at + 1, patched.length),
  }));
  const failed = lines.filter(({ cell }) => cell.verdict === "fail");
  const unproved = lines.filter(({ cell }) => !["fail", "pass"].includes(cell.verdict));
  const platforms = [...new Set(records.map(({ cell }) => cell.platform))].join(" and ");
  if (!failed.length && unproved[0])
    return forAPerson(
      `not proved: ${unproved[0].line}`,
      unproved.map(({ line }) => line),
    );
  if (!records.length) return forAPerson("no platform was chosen that boots this kernel");
  const words = `${pluralize(records.length, "boot")}, on ${platforms}`;
  return resultIn(
    failed.map(({ line }) => line),
    words,
    lines.map(({ line }) => line),
  );
}

function bootLine(
  { platform, verdict, finding, bootedIn }: RunCell,
  at: number,
  of: number,
): string {
  const because = finding ? `: ${finding.summary}` : "";
  return `${at}/${of} on ${platform}: ${verdict}${because}${bootedIn === undefined ? "" : ` (run ${bootedIn})`}`;
}

/** The flavour beside the chosen one that watches itself, on the first of the platforms. */
function debugCheck(of: KernelRequest): PlannedCheck {
  const { request, heads, rebases, quick } = of;
  const name = `${request.selection.flavours[0]}-debug`;
  if (!request.all.flavours.has(name))
    return plainCheck(debug, forAPerson(`there is no flavour ${name} in images/flavours`));
  if (quick)
    return plainCheck(debug, forAPerson("left out with --quick: it builds another kernel"));
  const platforms = request.selection.platforms.slice(0, 1);
  const heavy: PlanRequest = {
    ...request,
    selection: { ...request.selection, flavours: [name], platforms },
  };
  const kernel = plannedKernels(heavy, heads, rebases).find(({ series }) => series !== baseRow);
  if (!kernel) throw new Error(`${name} was not planned`);
  const { cells } = rowOf(
    { ...heavy, machinery: machineryOf(heavy), kernels: [kernel] },
    kernel,
    [],
  );
  const inputs = { source: kernel.source, kernel: kernel.built };
  const options = step(findDebugOptions, `${name} ${kernel.head}`, {}, inputs);
  const targets = [...cells.map(({ judged }) => judged), options];
  const see = (ran: RanPlan): CheckResult => seeDebug(ran, cells, options);
  return { ...debug, targets, cells, see };
}

/** Its own boot alone: no unpatched kernel is built with these options to compare with. */
function seeDebug(
  ran: RanPlan,
  cells: readonly PlannedCell[],
  options: Step<DebugOptions>,
): CheckResult {
  const [cell] = cells;
  if (!cell) return forAPerson("no platform was chosen that boots this kernel");
  const missing = why(ran, cell.judged);
  if (missing) return missing;
  const record = cellRecord(ran, cell);
  const line = `${record.platform}: ${record.verdict}${record.finding ? `: ${record.finding.summary}` : ""}`;
  if (["fail", "base-broken"].includes(record.verdict)) return resultIn([line], "");
  const { on, off } = valueOf(ran, options) ?? { on: [], off: [] };
  const proved = record.verdict === "pass" && on.length > 0 && off.length === 0;
  if (proved) return resultIn([], line, on);
  const words = `${line}, flavour ${cell.flavour}, ${off.length} of ${on.length + off.length} options off`;
  return forAPerson(words, [`on: ${on.join(" ")}`, `off: ${off.join(" ")}`]);
}
