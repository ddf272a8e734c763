// What somebody who means harm makes of a packed run, with every digest made to fit.

import { cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readSealed, sealed } from "../engine/sealed-json.ts";
import { type RunRecord, runRecordSchema } from "../model/record/run-record.ts";
import { storedTraceSchema, type Trace } from "../model/record/trace.ts";

export class Forgery {
  readonly dir: string;
  constructor(dir: string) {
    this.dir = dir;
  }
  async run(change: (run: RunRecord) => unknown): Promise<void> {
    const path = join(this.dir, "run.json");
    const { value } = await readSealed(path, runRecordSchema);
    if (!value) throw new Error("the part has no run");
    change(value);
    await writeFile(path, sealed(value));
  }
  async traces(kind: string, change: (trace: Trace) => unknown): Promise<void> {
    for (const name of await readdir(join(this.dir, "traces"))) {
      const path = join(this.dir, "traces", name);
      const { value } = await readSealed(path, storedTraceSchema);
      if (!value?.label.includes(kind)) continue;
      change(value as Trace);
      await writeFile(path, sealed(value));
    }
  }
}

export function passAll(run: RunRecord): void {
  for (const cell of run.cells) {
    delete cell.judged;
    delete cell.finding;
    cell.verdict = "pass";
  }
}

export function makePass(run: RunRecord): void {
  for (const cell of run.cells) {
    delete cell.finding;
    cell.verdict = "pass";
  }
}

export function askLess({ cells }: RunRecord): void {
  for (const { judged } of cells)
    if (judged) judged.expected = { ...judged.expected, kunit: ["a"] };
}

export function unplanned(run: RunRecord): void {
  const [cell] = run.cells;
  if (cell) run.cells.push({ ...cell, platform: "xen-pv-dom9" });
}

export function twice(run: RunRecord): void {
  run.cells.push(...run.cells.slice(0, 1));
}

export function skip({ cells }: RunRecord): void {
  for (const cell of cells) {
    const { judged: _, ...rest } = cell;
    const finding = { reason: "known-trap", fault: "infrastructure", summary: "no" } as const;
    Object.assign(cell, rest, { verdict: "skip", finding, evidence: {} });
    delete cell.judged;
  }
}

export function excuse({ cells }: RunRecord): void {
  for (const { judged } of cells) if (judged) judged.failing = ["memory"];
}

export function oneBoot({ cells: [base, one] }: RunRecord): void {
  if (!base || !one) return;
  const { verdict, evidence, judged } = base;
  Object.assign(one, { verdict, evidence, judged });
  delete one.finding;
}

export function otherKernel(run: RunRecord): void {
  const digest = "0".repeat(64);
  for (const kernel of run.kernels) kernel.digest = digest;
  for (const cell of run.cells) cell.kernel = digest;
}

export function swap({ cells, kernels }: RunRecord): void {
  const [cell] = cells;
  const other = kernels.find(({ digest }) => digest !== cell?.kernel);
  if (cell && other) cell.kernel = other.digest;
}

export function foreignSeries({ series }: RunRecord): void {
  series.push({ name: "../../etc", head: "next", patches: [] });
}

export function foreignHead({ heads }: RunRecord): void {
  heads.push({ name: "next", channel: "warning", pin: "elsewhere" });
}

export function breakBoot(trace: Trace): void {
  Object.assign(trace, { outcome: { status: "pass", value: { console: 5 } } });
}

export function elsewhere({ outcome }: Trace): void {
  if ("value" in outcome) Object.assign(outcome.value as object, { platform: "xen-pv-dom0" });
}

async function consoles({ dir }: Forgery): Promise<string[]> {
  return (await readdir(join(dir, "evidence"))).map((name) => join(dir, "evidence", name));
}

export async function cutConsoles(part: Forgery): Promise<void> {
  for (const path of await consoles(part)) await truncate(path, 100);
}

export async function growConsoles(part: Forgery): Promise<void> {
  for (const path of await consoles(part)) await truncate(path, 2 ** 40);
}

export async function linkConsoles({ dir, ...part }: Forgery): Promise<void> {
  for (const path of await consoles({ dir, ...part } as Forgery)) {
    const real = join(dir, "real");
    await cp(path, real);
    await rm(path);
    await symlink(real, path);
  }
}

export async function linkFolder({ dir }: Forgery): Promise<void> {
  const evidence = join(dir, "evidence");
  await cp(evidence, join(dir, "real"), { recursive: true });
  await rm(evidence, { recursive: true });
  await symlink("real", evidence);
}

export async function folderForRun({ dir }: Forgery): Promise<void> {
  await rm(join(dir, "run.json"));
  await mkdir(join(dir, "run.json"));
}

export async function editRun({ dir }: Forgery): Promise<void> {
  const path = join(dir, "run.json");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace('"verdict":"fail"', '"verdict":"pass"'));
}

export function pathForDigest({ cells: [cell] }: RunRecord): void {
  const { console } = cell?.evidence ?? {};
  if (cell && console) cell.evidence.console = { ...console, digest: "../../../etc/passwd" };
}

export function pathForName({ cells: [cell] }: RunRecord): void {
  const { console } = cell?.evidence ?? {};
  if (cell && console) cell.evidence.console = { ...console, name: "../../etc/passwd" };
}
