// Compares a part of a run with the plan: cells that are not planned, or prove less than required. Pure.

import { isDeepStrictEqual } from "node:util";
import {
  cellName,
  type MatrixCell,
  type PlannedMatrix,
} from "../../model/record/planned-matrix.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";

/** Sentences; none where every cell was planned, once, and every boot was asked what the plan asks. */
export function partComplaints(part: RunRecord, matrix: PlannedMatrix): string[] {
  return [
    ...hostComplaints(part, matrix),
    ...headComplaints(part, matrix),
    ...rowComplaints(part, matrix),
    ...cellsComplaints(part, matrix),
  ];
}

function hostComplaints({ host }: RunRecord, { host: planned }: PlannedMatrix): string[] {
  return [
    ...(host.qemuDigest === planned.qemuDigest ? [] : ["it was made with another QEMU"]),
    ...(host.compiler === planned.compiler ? [] : ["it was made with another compiler"]),
  ];
}

function headComplaints({ heads }: RunRecord, matrix: PlannedMatrix): string[] {
  return heads.flatMap(({ name, pin }) => {
    const planned = matrix.heads.find((one) => one.name === name);
    if (!planned) return [`the head ${name} was not planned`];
    return planned.at === pin ? [] : [`the head ${name} is at ${pin}, planned was ${planned.at}`];
  });
}

/** Names of series and patches become paths in a checkout: only those of the plan. */
function rowComplaints({ series, kernels }: RunRecord, matrix: PlannedMatrix): string[] {
  const planned = new Set(matrix.kernels.map(rowName));
  const built = kernels.map(rowName);
  return [
    ...series.flatMap(({ name, head, patches }) => {
      const rebase = matrix.rebases.find((one) => one.series === name && one.head === head);
      if (!rebase) return [`the series ${name} on ${head} was not planned`];
      const foreign = patches.find(({ patch }) => !rebase.patches.includes(patch));
      return foreign ? [`${name} has no patch ${foreign.patch}`] : [];
    }),
    ...built.filter((name) => !planned.has(name)).map((name) => `kernel ${name}: was not planned`),
    ...twice(built).map((name) => `kernel ${name}: is there twice`),
  ];
}

function rowName({ head, series, flavour }: PlannedMatrix["kernels"][number]): string {
  return [head, series, flavour].join(" ");
}

function cellsComplaints(part: RunRecord, matrix: PlannedMatrix): string[] {
  const planned = new Map(matrix.cells.map((cell) => [cellName(cell), cell]));
  const cells = part.cells.filter((cell) => !cell.imported);
  return [
    ...twice(cells.map(cellName)).map((name) => `${name}: is there twice`),
    ...cells.flatMap((cell) => {
      const asked = planned.get(cellName(cell));
      const wrong = asked ? cellComplaints(cell, asked, part) : ["was not planned"];
      return wrong.map((one) => `${cellName(cell)}: ${one}`);
    }),
  ];
}

function cellComplaints(cell: RunCell, asked: MatrixCell, part: RunRecord): string[] {
  const row = part.kernels.find(
    ({ series, head, flavour }) =>
      series === cell.series && head === cell.head && flavour === cell.flavour,
  );
  const isSkipped = cell.verdict === "skip";
  return [
    ...(cell.realness === asked.realness ? [] : [`says ${cell.realness}, which it is not`]),
    ...(cell.hypervisor === asked.hypervisor ? [] : ["names another hypervisor"]),
    ...(isSkipped || cell.hypervisorSeries === asked.hypervisorSeries
      ? []
      : ["names another series of its hypervisor"]),
    ...(cell.kernel === row?.digest ? [] : ["its kernel is not the one of its row"]),
    ...(isSkipped === (asked.skipped !== undefined) ? [] : [skipComplaint(asked)]),
    ...[cell, ...(cell.attempts ?? [])].flatMap((boot) => askedComplaints(boot, asked, part)),
  ];
}

function skipComplaint({ skipped }: MatrixCell): string {
  return skipped === undefined ? "was to be booted, and is skipped" : "was not to be booted";
}

/** A judge that was asked for less passes more. */
function askedComplaints(
  { judged }: Pick<RunCell, "judged">,
  asked: MatrixCell,
  part: RunRecord,
): string[] {
  if (!judged) return [];
  const same =
    isDeepStrictEqual(judged.expected, asked.expected) &&
    isDeepStrictEqual(judged.bare ?? [], asked.bare ?? []) &&
    judged.host === asked.host &&
    judged.elsewhere === asked.elsewhere;
  const { baseline } = judged.expected;
  const excusing = part.cells.some(({ platform }) => platform === baseline);
  return [
    ...(same ? [] : ["the boot was not judged by what was planned"]),
    ...(judged.failing?.length && !excusing
      ? [`excuses tests by ${JSON.stringify(baseline)}, of which it has no boot`]
      : []),
  ];
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}
