// Faulty kernels, images and hosts: planned, built, booted and judged by the pipeline's own steps, as a run does it.

import { checkout, type Session } from "../../work/session.ts";
import { pinsOf } from "../../work/pinned.ts";
import type { EngineEvent, Traces } from "../../engine/run.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Json } from "../../model/json.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import type { Plan, PlannedCell } from "../../model/work/plan.ts";
import type { RunCell } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { step, type Step } from "../../model/work/step.ts";
import { plannedAttempts } from "../../plan/matrix/attempts.ts";
import { planOf } from "../../plan/matrix/matrix.ts";
import { pinSteps } from "../../plan/matrix/pins.ts";
import { runRecordOf } from "../../plan/matrix/run-record.ts";
import type { Selection } from "../../plan/read/selection.ts";
import { faultyDescriptions, imageOf, platformOf, servingImage } from "./faulty-descriptions.ts";
import type { BootFault } from "./planted-fault.ts";

export type BootedFault = {
  readonly fault: BootFault;
  readonly cell: RunCell;
  /** Absent where nothing was booted. */
  readonly record?: BootRecord;
  readonly judgement?: Judgement;
  readonly buildId?: string;
};

/** In the order of the faults. `onEvent` hears each step. */
export async function bootFaults(
  session: Session,
  faults: readonly BootFault[],
  onEvent: (event: EngineEvent) => void,
): Promise<BootedFault[]> {
  const all = faultyDescriptions(session.descriptions, checkout, faults);
  const { plan, proof } = await plannedFaults(session, all, faults, onEvent);
  const cells = faults.map((fault) => cellOf(plan, fault));
  const targets = cells.flatMap(({ judged, baseJudged, host }) =>
    [judged, baseJudged, host?.judged].filter((one) => one !== undefined),
  );
  const first = await session.run(targets, onEvent);
  const attempts = plannedAttempts({ ...plan, cells: comparedWith(plan, faults, cells) }, first);
  const later = await session.run(
    attempts.map(({ judged }) => judged),
    onEvent,
  );
  const traces = new Map([...later, ...first]);
  const chosen = { ...plan, heads: [], rebases: [], kernels: [], hypervisors: [], skipped: [] };
  const { cells: judged } = runRecordOf({
    run: session.number,
    startedAt: session.startedAt,
    durationMs: Date.now() - session.startedAt.getTime(),
    host: session.host,
    proof,
    platforms: all.platforms,
    plan: { ...chosen, cells },
    traces,
    attempts,
  });
  return faults.map((fault, at) => {
    const cell = judged[at];
    const planned = cells[at];
    if (!cell || !planned) throw new Error(`${fault.name} has no cell`);
    return { fault, cell, ...seenOf(traces, planned) };
  });
}

/** What should be good is booted again, as in a run: a machine that is busy must not blame the base. */
function comparedWith(
  plan: Plan,
  faults: readonly BootFault[],
  cells: readonly PlannedCell[],
): PlannedCell[] {
  const good = cells.filter((_, at) => !faults[at]?.baseToo);
  const judged = new Set(good.flatMap(({ baseJudged, host }) => [baseJudged?.id, host?.judged.id]));
  return plan.cells.filter((cell) => judged.has(cell.judged.id));
}

async function plannedFaults(
  session: Session,
  all: Descriptions,
  faults: readonly BootFault[],
  onEvent: (event: EngineEvent) => void,
) {
  const good = goodSelection(all, faults);
  const steps = pinSteps(all, good, session.host.machine);
  const { heads, hypervisors, hostImages, proof } = steps;
  const targets = [...heads.values(), ...hypervisors.values(), ...hostImages.values(), proof];
  const pins = pinsOf(steps, await session.run(targets, onEvent));
  const images = new Map(pins.hostImages);
  for (const fault of faults) {
    const image = imageOf(fault);
    if (image) images.set(image, images.get(servingImage(all, fault)) ?? []);
  }
  const platforms = [...good.platforms, ...faults.map((fault) => platformOf(fault))];
  const selection = { ...good, platforms };
  const plan = planOf({
    all,
    selection,
    pins: { ...pins, hostImages: images },
    host: session.host,
  });
  return { plan, proof: pins.proof };
}

/** What the faults are compared with: every platform as it should be. */
function goodSelection(all: Descriptions, faults: readonly BootFault[]): Selection {
  const platforms = faults.flatMap(({ platform }) => {
    const found = all.platforms.get(platform);
    return found && "host" in found ? [found.host, platform] : [platform];
  });
  const series = faults.map(({ kernel }) => kernel).filter((name) => name !== baseRow);
  return {
    heads: all.installation.default.heads.slice(0, 1),
    series: [...new Set(series)],
    flavours: [...new Set(faults.map(({ flavour }) => flavour))],
    platforms: [...new Set(platforms)],
  };
}

/** A good boot of the unpatched kernel stands for its base: the fault came with what is under test. */
function cellOf(plan: Plan, fault: BootFault): PlannedCell {
  const cell = find(plan, fault, fault.kernel, platformOf(fault));
  const { series, head, flavour, platform, kernel, booted, judged } = cell;
  const alone = { series, head, flavour, platform, kernel, booted, judged };
  if (fault.kernel === baseRow) return alone;
  const base = find(plan, fault, baseRow, fault.baseToo ? platformOf(fault) : fault.platform);
  const host = find(plan, fault, baseRow, fault.platform).host;
  const seen = { ...alone, baseJudged: base.judged, ...(host ? { host } : {}) };
  return fault.boots ? otherKernel(seen, find(plan, fault, baseRow, fault.platform)) : seen;
}

function find(plan: Plan, fault: BootFault, series: string, platform: string): PlannedCell {
  const found = plan.cells.find(
    (cell) =>
      cell.series === series && cell.flavour === fault.flavour && cell.platform === platform,
  );
  if (found) return found;
  const why = plan.skipped.find((cell) => cell.platform === platform)?.why;
  throw new Error(`${fault.name}: there is no cell of ${series} on ${platform}: ${why ?? ""}`);
}

/** Boots the kernel of `other` under this cell's name. */
function otherKernel(cell: PlannedCell, { kernel }: PlannedCell): PlannedCell {
  const { booted, judged } = cell;
  const boot = step(booted.kind, `${booted.label} of another kernel`, booted.params, {
    ...booted.inputs,
    kernel,
  });
  const by = step(judged.kind, judged.label, judged.params, { ...judged.inputs, booted: boot });
  return { ...cell, booted: boot, judged: by };
}

function seenOf(traces: Traces, { booted, judged, kernel }: PlannedCell) {
  const record = valueOf(traces, booted);
  const judgement = valueOf(traces, judged);
  const buildId = valueOf(traces, kernel)?.buildId;
  return {
    ...(record ? { record } : {}),
    ...(judgement ? { judgement } : {}),
    ...(buildId ? { buildId } : {}),
  };
}

function valueOf<V extends Json>(traces: Traces, of: Step<V>): V | undefined {
  const outcome = traces.get(of.id)?.outcome;
  return outcome?.status === "pass" ? (outcome.value as V) : undefined;
}
