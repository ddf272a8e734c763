// ./twinboot test --faults: plants every fault, and says which of them got another verdict than it must.

import { type Session, withSession } from "../../work/session.ts";
import type { EngineEvent } from "../../engine/run.ts";
import { InfraError, Interrupted, UserError } from "../../model/errors.ts";
import type { RunCell } from "../../model/record/run-record.ts";
import { bootFaults } from "./boot-faults.ts";
import { type MachineEnded, machineFaults } from "./machine-faults.ts";
import {
  type BootFault,
  isMachineFault,
  type PlantedFault,
  plantedFaults,
} from "./planted-fault.ts";
import { recordError, recordFault } from "./record-fault.ts";

/** `--record` writes each fault into the judge's corpus; names choose among the faults. */
async function main(argv: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const recording = argv.includes("--record");
  const chosen = chosenFaults(argv.filter((word) => word !== "--record"));
  const lines = [...(await booted(chosen, recording)), ...(await onMachines(chosen, recording))];
  const good = lines.filter(Boolean).length;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  process.stdout.write(
    `${good} of ${lines.length} planted faults got their verdict (${seconds} s)\n`,
  );
  return good === lines.length ? 0 : 1;
}

function chosenFaults(names: readonly string[]): PlantedFault[] {
  const all = plantedFaults();
  const unknown = names.find((name) => !all.some((fault) => fault.name === name));
  if (unknown !== undefined)
    throw new UserError(
      `there is no planted fault ${unknown}`,
      `there are: ${all.map(({ name }) => name).join(", ")}`,
    );
  return names.length ? all.filter(({ name }) => names.includes(name)) : all;
}

async function booted(chosen: readonly PlantedFault[], recording: boolean): Promise<boolean[]> {
  const faults = chosen.filter((fault): fault is BootFault => !isMachineFault(fault));
  if (!faults.length) return [];
  return withSession({ fresh: true }, async (session: Session) => {
    const seen = await bootFaults(session, faults, builds);
    if (recording) for (const one of seen) await recordFault(session, one);
    return seen.map(({ fault, cell, record }) =>
      told(fault, inShort(cell), saidIn(cell), record?.seconds),
    );
  });
}

async function onMachines(chosen: readonly PlantedFault[], recording: boolean): Promise<boolean[]> {
  const ended = await machineFaults(chosen.filter((fault) => isMachineFault(fault)));
  if (recording) for (const one of ended) await recordError(one);
  return ended.map((one) =>
    told(one.fault, one.cell ? inShort(one.cell) : `exit ${one.exitCode}`, saidBy(one)),
  );
}

function saidBy({ cell, stderr }: MachineEnded): string {
  return cell?.finding ? saidIn(cell) : stderr;
}

function saidIn({ finding }: RunCell): string {
  return finding ? [finding.summary, ...(finding.detail ?? [])].join("\n") : "";
}

/** In the words of the faults, and of the corpus. */
function inShort({ verdict, finding, evidence }: RunCell): string {
  const why = finding ? `: ${finding.reason}, ${finding.fault}` : "";
  const unclean = verdict === "pass" && evidence.cleanEnd === false;
  return `${verdict}${why}${unclean ? "; unclean end" : ""}`;
}

/** One line for a fault; true where it got its verdict, with the words that it must say. */
function told(fault: PlantedFault, came: string, said: string, seconds?: number): boolean {
  const right = came === fault.expect && said.includes(fault.says ?? "");
  const wanted = right ? "" : `, expected ${fault.expect}${fault.says ? ` ("${fault.says}")` : ""}`;
  const took = seconds === undefined ? "" : ` (${seconds.toFixed(1)} s)`;
  const words = right ? "" : `: ${said.trim()}`;
  process.stdout.write(
    `${right ? "ok" : "WRONG"} ${fault.name} ${fault.platform}: ${came}${took}${wanted}${words}\n`,
  );
  return right;
}

/** What takes long is said while it goes on. */
function builds(event: EngineEvent): void {
  if (event.type === "started" && event.step.kind.pool === "machine")
    process.stderr.write(`${event.step.label}\n`);
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof Interrupted) return 130;
  if (!(error instanceof UserError || error instanceof InfraError)) throw error;
  process.stderr.write(`twinboot: ${error.message}\n  next: ${error.hint}\n`);
  return error instanceof UserError ? 2 : 3;
});
