// The record of one step: what went in, what came out, when, and in which run it was made.

import { z } from "zod";
import { type Digest, digestSchema } from "./digest.ts";
import type { Json } from "./json.ts";
import type { Outcome } from "./outcome.ts";
import { findingSchema } from "./run-record.ts";

export type Trace = {
  /** The step's id in the plan. */
  readonly step: Digest;
  readonly kind: string;
  readonly label: string;
  /** The key of its inputs; absent when an input did not pass. */
  readonly key?: Digest;
  readonly outcome: Outcome;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** The run that made it: a reused trace carries the number of the older run. */
  readonly run: number;
};

/** It comes out of a JSON text, so all that may be wrong with it is that it is not there. */
const value = z.custom<Json>((member) => member !== undefined);

/** A trace as the store keeps it: of a step that was done, and not in vain. */
export const storedTraceSchema = z.looseObject({
  step: digestSchema,
  kind: z.string(),
  label: z.string(),
  key: digestSchema,
  outcome: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("pass"), value }),
    z.strictObject({
      status: z.literal("fail"),
      finding: findingSchema,
      value: value.optional(),
    }),
  ]),
  startedAt: z.string(),
  durationMs: z.number(),
  run: z.number().int(),
});
