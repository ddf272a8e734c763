// run.json -> night.json.

import { digestOfValue } from "../digest.ts";
import { type Night, nightSchemaName } from "./night.ts";
import type { RunRecord } from "./run-record.ts";
import { fingerprintOf } from "../judge/fingerprint.ts";
import type { Verdict } from "../judge/verdict.ts";

export function nightOf(run: RunRecord): Night {
  return {
    schema: nightSchemaName,
    run: run.run,
    startedAt: run.startedAt,
    heads: Object.fromEntries(run.heads.map(({ name, commit, pin }) => [name, commit ?? pin])),
    series: Object.fromEntries(run.series.map((one) => [`${one.head} ${one.name}`, stateOf(one)])),
    tools: toolsOf(run),
    kernels: kernelsOf(run),
    cells: cellsOf(run),
    problems: problemsOf(run),
    metrics: exactOf(run),
  };
}

/** Equal if the same patches resulted in the same commits, or in the same conflict. */
function stateOf({ patches }: RunRecord["series"][number]): string {
  const fared = patches.map(({ patch, result, commit = "" }) => [patch, result, commit]);
  return digestOfValue(fared).slice(0, 12);
}

function toolsOf({ host, hypervisors }: RunRecord): Record<string, string> {
  const built = hypervisors.map(({ name, version, digest }) => [
    name,
    `${version} ${digest.slice(0, 12)}`,
  ]);
  return {
    qemu: `${host.qemu} ${host.qemuDigest.slice(0, 12)}`,
    compiler: host.compiler,
    linker: host.linker,
    ...(host.kvm === undefined ? {} : { accelerator: host.kvm ? "kvm" : "tcg" }),
    ...Object.fromEntries(built),
  };
}

type Row = { readonly head: string; readonly series: string; readonly flavour: string };
type ByRow<T> = Record<string, Record<string, Record<string, T>>>;

function kernelsOf(run: RunRecord): Night["kernels"] {
  const rows: ByRow<string> = empty();
  for (const kernel of run.kernels)
    flavoursOf(rows, kernel)[kernel.flavour] = kernel.digest.slice(0, 12);
  return rows;
}

function cellsOf(run: RunRecord): Night["cells"] {
  const rows: ByRow<Record<string, Verdict>> = empty();
  for (const cell of run.cells) {
    const platforms = (flavoursOf(rows, cell)[cell.flavour] ??= empty());
    platforms[cell.platform] = cell.verdict;
  }
  return rows;
}

function problemsOf(run: RunRecord): NonNullable<Night["problems"]> {
  const rows: ByRow<Record<string, string>> = empty();
  for (const { finding, ...cell } of run.cells) {
    if (!finding) continue;
    const platforms = (flavoursOf(rows, cell)[cell.flavour] ??= empty());
    platforms[cell.platform] = fingerprintOf(finding);
  }
  return rows;
}

function flavoursOf<T>(rows: ByRow<T>, { head, series }: Row): Record<string, T> {
  return ((rows[head] ??= empty())[series] ??= empty());
}

/** Names are whatever a run says: one like `__proto__` must lead to nothing that is there already. */
function empty<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function exactOf({ metrics = [] }: RunRecord): Record<string, number> {
  const exact = metrics.flatMap((metric) =>
    metric.class === "exact" && metric.values[0] !== undefined
      ? [[metric.id, metric.values[0]] as const]
      : [],
  );
  return Object.fromEntries(exact);
}
