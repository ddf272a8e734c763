// The kernels after each patch: that they build and boot, and one boot with the debug options on.

import type { PlannedCell, PlannedHead, PlannedKernel, PlannedRebase } from "../model/plan.ts";
import type { Kernel } from "../model/kernel.ts";
import type { RunCell } from "../model/run-record.ts";
import { baseRow, type Series } from "../model/series.ts";
import { step, type Step } from "../model/step.ts";
import { counted } from "../model/counted.ts";
import { forAPerson, type Rule, type Seen, seenIn } from "../rules/rule.ts";
import { type DebugOptions, findDebugOptions } from "../steps/find-debug-options.ts";
import { type CellGround, cellRecord } from "./cell-record.ts";
import { ledgerKernels } from "./ledger.ts";
import { type Ground, machineryOf, plannedKernels } from "./matrix.ts";
import { plainCheck, type PlannedCheck, why } from "./planned-check.ts";
import { rowOf } from "./row.ts";
import { outcomeOf, valueOf } from "./traced.ts";

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

export type KernelGround = {
  /** Of the one head, series and flavour, with the platforms to boot on. */
  readonly ground: Ground;
  readonly heads: readonly PlannedHead[];
  readonly rebases: readonly PlannedRebase[];
  readonly series: Series;
  /** Builds no kernel for the debug options. */
  readonly quick: boolean;
};

export function kernelChecks(of: KernelGround): PlannedCheck[] {
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
function kernelsByPatch({ ground, heads, rebases }: KernelGround): PlannedKernel[] {
  const [base, whole] = plannedKernels(ground, heads, rebases);
  return [base, ...ledgerKernels(ground, heads), whole].filter((one) => one !== undefined);
}

function seeBuilds(
  ran: CellGround,
  kernels: readonly PlannedKernel[],
  patched: readonly PlannedKernel[],
): Seen {
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
  const seen = seenIn(
    broken.map(({ line }) => line),
    `${counted(patched.length, "kernel")}, flavour ${base?.flavour}`,
    patched.map(({ built }, at) => imageLine(ran, built, at + 1)),
  );
  const details = broken.flatMap(({ line, said }) => [line, ...said.map((one) => `  ${one}`)]);
  return broken.length ? { ...seen, details } : seen;
}

/** What its own build or configuration came to; not what the rebase did. */
function findingOf(ran: CellGround, built: Step<Kernel>) {
  const own = outcomeOf(ran, built);
  const trace = own.status === "blocked" ? ran.traces.get(own.by) : ran.traces.get(built.id);
  const isOwn = trace?.kind === "build-kernel" || trace?.kind === "configure-kernel";
  return isOwn && trace.outcome.status === "fail" ? trace.outcome.finding : undefined;
}

function imageLine(ran: CellGround, built: Step<Kernel>, patch: number): string {
  return `${patch}: build-id ${valueOf(ran, built)?.buildId ?? "unknown"}`;
}

/** What the series promises comes with its last patch: before it, a kernel must boot and nothing else. */
function cellsOf(
  { ground, series }: KernelGround,
  kernels: readonly PlannedKernel[],
): PlannedCell[] {
  const machinery = machineryOf(ground);
  const silent: Series = { ...series, kunit: [], skips: {}, expects: {} };
  const all = { ...ground.all, series: new Map([...ground.all.series, [series.series, silent]]) };
  const cells: PlannedCell[] = [];
  for (const [at, kernel] of kernels.entries()) {
    const promising = at === kernels.length - 1 ? ground.all : all;
    const base = cells.filter((cell) => cell.series === baseRow);
    const row = rowOf({ ...ground, all: promising, machinery, kernels }, kernel, base);
    cells.push(...row.cells);
  }
  return cells;
}

function seeBoots(
  ran: CellGround,
  cells: readonly PlannedCell[],
  patched: readonly PlannedKernel[],
): Seen {
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
  const words = `${counted(records.length, "boot")}, on ${platforms}`;
  return seenIn(
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
function debugCheck(of: KernelGround): PlannedCheck {
  const { ground, heads, rebases, quick } = of;
  const name = `${ground.selection.flavours[0]}-debug`;
  if (!ground.all.flavours.has(name))
    return plainCheck(debug, forAPerson(`there is no flavour ${name} in images/flavours`));
  if (quick)
    return plainCheck(debug, forAPerson("left out with --quick: it builds another kernel"));
  const platforms = ground.selection.platforms.slice(0, 1);
  const heavy: Ground = {
    ...ground,
    selection: { ...ground.selection, flavours: [name], platforms },
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
  const see = (ran: CellGround): Seen => seeDebug(ran, cells, options);
  return { ...debug, targets, cells, see };
}

/** Its own boot alone: no unpatched kernel is built with these options to compare with. */
function seeDebug(
  ran: CellGround,
  cells: readonly PlannedCell[],
  options: Step<DebugOptions>,
): Seen {
  const [cell] = cells;
  if (!cell) return forAPerson("no platform was chosen that boots this kernel");
  const missing = why(ran, cell.judged);
  if (missing) return missing;
  const record = cellRecord(ran, cell);
  const line = `${record.platform}: ${record.verdict}${record.finding ? `: ${record.finding.summary}` : ""}`;
  if (["fail", "base-broken"].includes(record.verdict)) return seenIn([line], "");
  const { on, off } = valueOf(ran, options) ?? { on: [], off: [] };
  const proved = record.verdict === "pass" && on.length > 0 && off.length === 0;
  if (proved) return seenIn([], line, on);
  const words = `${line}, flavour ${cell.flavour}, ${off.length} of ${on.length + off.length} options off`;
  return forAPerson(words, [`on: ${on.join(" ")}`, `off: ${off.join(" ")}`]);
}
