// What a kernel is tried with, as it was looked at last: a second certification does not ask three suites what their
// newest hypervisor is. The kernel itself is looked at each time.

import { rm } from "node:fs/promises";
import { z } from "zod";
import type { AcceleratorProof } from "../../model/described/accelerator.ts";
import { digestOfValue } from "../../model/digest.ts";
import { readSealed, sealed } from "../../engine/sealed-json.ts";
import { writeDurably } from "../../engine/write-durably.ts";
import { type Pins, pinSteps } from "../../plan/matrix/pins.ts";
import { chosenArchitectures, type Selection } from "../../plan/read/selection.ts";
import { hostFor } from "../host-for.ts";
import { type Ready, ready } from "../pinned.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";
import { valueFrom } from "../value-from.ts";

/** A night looks anew. */
const hours = 12;

const entries = <V>() =>
  z.array(z.tuple([z.string(), z.custom<V>((value) => value !== undefined)]));
const keptSchema = z.strictObject({
  at: z.iso.datetime(),
  /** Digest of the steps that looked: other descriptions look at other things. */
  of: z.string(),
  heads: entries<PinOf<"heads">>(),
  hypervisors: entries<PinOf<"hypervisors">>(),
  hostImages: entries<PinOf<"hostImages">>(),
  proof: z.strictObject({ kvm: z.boolean(), because: z.string() }),
});
type PinOf<K extends "heads" | "hypervisors" | "hostImages"> =
  Pins[K] extends ReadonlyMap<string, infer V> ? V : never;

/** `kept`: those of the last hours. They are looked at now where there are none, or `fresh` asks for it. */
export async function toolPins(
  session: Session,
  selection: Selection,
  { fresh, show }: { readonly fresh: boolean; readonly show: Show },
): Promise<Ready & { readonly kept: boolean }> {
  const { value } = await readSealed(fileIn(session), keptSchema);
  const age = value ? session.startedAt.getTime() - Date.parse(value.at) : Number.NaN;
  const holds = value?.of === namesOf(session, selection) && age >= 0 && age < hours * 3_600_000;
  if (!value || !holds || fresh) return { ...(await ready(session, selection, show)), kept: false };
  const pins: Pins = {
    heads: new Map(value.heads),
    hypervisors: new Map(value.hypervisors),
    hostImages: new Map(value.hostImages),
    proof: await proofNow(session, selection, { kept: value.proof, show }),
  };
  const names = chosenArchitectures(session.descriptions, selection);
  return { pins, host: await hostFor(session, names, show.note), kept: true };
}

/** Where TCG is asked for, no proof decides anything; else it is made each time. */
async function proofNow(
  session: Session,
  selection: Selection,
  { kept, show }: { readonly kept: AcceleratorProof; readonly show: Show },
): Promise<AcceleratorProof> {
  if (session.descriptions.installation.accelerator === "tcg") return kept;
  const { proof } = pinSteps(session.descriptions, selection, session.host.machine);
  return valueFrom(await session.run([proof], show.onEvent), proof);
}

/** For pins that were looked at now, once all that they stand for was made. */
export async function keepPins(
  session: Session,
  selection: Selection,
  { heads, hypervisors, hostImages, proof, guestFiles, xtf }: Pins,
): Promise<void> {
  // Files of the user's are looked at each time.
  if (guestFiles?.size || xtf) return;
  const kept: z.infer<typeof keptSchema> = {
    at: session.startedAt.toISOString(),
    of: namesOf(session, selection),
    heads: [...heads],
    hypervisors: [...hypervisors],
    hostImages: [...hostImages],
    proof,
  };
  await writeDurably(fileIn(session), sealed(kept));
}

/** What is pinned may have left its mirror. */
export async function forgetPins(session: Session): Promise<void> {
  await rm(fileIn(session), { force: true });
}

function fileIn({ store }: Session): string {
  return store.kept("certify-pins.json");
}

function namesOf({ descriptions, host }: Session, selection: Selection): string {
  const { heads, hypervisors, hostImages } = pinSteps(descriptions, selection, host.machine);
  return digestOfValue(
    [heads, hypervisors, hostImages].flatMap((steps) => [...steps.values()].map(({ id }) => id)),
  );
}
