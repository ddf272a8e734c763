// Where every moving thing stands now, looked at once, and the plan that is made from it.

import type { AcceleratorProof } from "../model/described/accelerator.ts";
import type { HostFacts } from "../model/described/host.ts";
import type { Json } from "../model/json.ts";
import type { Plan } from "../model/work/plan.ts";
import type { Step } from "../model/work/step.ts";
import type { Traces } from "../engine/run.ts";
import { planOf } from "../plan/matrix/matrix.ts";
import { type Pins, type PinSteps, pinSteps } from "../plan/matrix/pins.ts";
import {
  chosenArchitectures,
  type Filters,
  mustFit,
  type Selection,
  selectionOf,
} from "../plan/read/selection.ts";
import { hostFor } from "./host-for.ts";
import { withReachableHeads } from "./reachable-heads.ts";
import type { Session } from "./session.ts";
import type { Show } from "./show.ts";
import { valueFrom } from "./value-from.ts";

export type Shown = Pick<Show, "onEvent"> & Partial<Pick<Show, "note">>;

/** Looks at every moving thing once, then plans. */
export async function planned(
  session: Session,
  filters: Filters & Pick<ReadyOptions, "dryRun">,
  show: Shown,
): Promise<{ plan: Plan; proof: AcceleratorProof }> {
  const { descriptions: all } = session;
  const selection = selectionOf(all, await withReachableHeads(all, filters));
  mustFit(all, filters, selection);
  const { pins, host } = await ready(session, selection, show, filters);
  return { plan: planOf({ all, selection, pins, host }), proof: pins.proof };
}

export type Ready = { readonly pins: Pins; readonly host: HostFacts };

type ReadyOptions = {
  /** Nothing will be built: nothing is installed. */
  readonly dryRun?: boolean;
  /** Something is built for these besides. */
  readonly architectures?: readonly string[];
};

/**
 * Before a plan whose steps will be run: where every moving thing stands, and this machine with what the chosen
 * architectures need. Programs are part of what names a step, so that they cannot be installed any later.
 */
export async function ready(
  session: Session,
  selection: Selection,
  show: Shown,
  { dryRun = false, architectures = [] }: ReadyOptions = {},
): Promise<Ready> {
  const names = [...chosenArchitectures(session.descriptions, selection), ...architectures];
  const say = show.note ?? (() => undefined);
  const host = dryRun ? session.host : await hostFor(session, [...new Set(names)], say);
  return { pins: await pinned(session, selection, show), host };
}

/** The looking alone. */
export async function pinned(
  session: Session,
  selection: Selection,
  show: Pick<Show, "onEvent">,
): Promise<Pins> {
  const steps = pinSteps(session.descriptions, selection, session.host.machine);
  const { heads, hypervisors, hostImages, guestFiles, proof, xtf } = steps;
  const targets: Step[] = [
    ...heads.values(),
    ...hypervisors.values(),
    ...hostImages.values(),
    ...guestFiles.values(),
    ...(xtf ? [xtf] : []),
    proof,
  ];
  return pinsOf(steps, await session.run(targets, show.onEvent));
}

/** What the pins looked at, once they were run. Throws InfraError where one could not be. */
export function pinsOf(steps: PinSteps, traces: Traces): Pins {
  const valueOf = <V extends Json>(one: Step<V>): V => valueFrom(traces, one);
  return {
    heads: new Map([...steps.heads].map(([name, step]) => [name, valueOf(step)])),
    hypervisors: new Map([...steps.hypervisors].map(([name, step]) => [name, valueOf(step)])),
    hostImages: new Map([...steps.hostImages].map(([name, step]) => [name, valueOf(step)])),
    guestFiles: new Map([...steps.guestFiles].map(([path, step]) => [path, valueOf(step)])),
    ...(steps.xtf ? { xtf: valueOf(steps.xtf) } : {}),
    proof: valueOf(steps.proof),
  };
}
