// What goes through the queue: names of things, and nothing that a verdict stands on.

import { z } from "zod";
import { type Digest, digestOfValue, digestSchema } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";

export const orderSchema = z.strictObject({
  /** Key of the step file, in the remote store. */
  plan: digestSchema,
  /** The step's id in it. */
  step: digestSchema,
  /** The step's key, which a worker comes to by itself. */
  key: digestSchema,
  /** What this run saw of moving things that the step stands on: step id -> value. */
  observed: z.record(
    digestSchema,
    z.custom<Json>((value) => value !== undefined),
  ),
  /** The run that asks: traces that are made for it carry this. */
  asked: z.string().max(64),
  /** A recorded step is done again though there is an older one. */
  fresh: z.boolean(),
});

export type Order = z.infer<typeof orderSchema>;

/** Of two runs that ask for the same, one job is made; not so where each wants a fresh one. */
export function jobIdOf({ key, asked, fresh }: Order): string {
  return fresh ? `${key}-${asked}` : key;
}

export const lanes = ["machine", "vm"] as const;
export type Lane = (typeof lanes)[number];

/** Machines with other programs never see each other's jobs. */
export function queueName(lane: Lane, programs: Digest): string {
  return `${lane}-${digestOfValue({ programs, arch: process.arch }).slice(0, 32)}`;
}
