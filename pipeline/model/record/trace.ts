// The record of one step: what went in, what came out, when, and in which run it was made.

import { z } from "zod";
import { type Digest, digestSchema } from "../digest.ts";
import type { Json } from "../json.ts";
import type { Outcome } from "../judge/outcome.ts";
import { findingSchema } from "./finding-schema.ts";
import { type Taken, takenSchema } from "./taken.ts";

/** The machine that a step was done on, and what started it. What decides a value of this is in the step's key. */
export const environmentSchema = z.strictObject({
  /** `PRETTY_NAME` of os-release. */
  system: z.string(),
  /** Running kernel. */
  kernel: z.string(),
  /** As Node calls it: `x64`. */
  architecture: z.string(),
  /** Model of the first CPU. */
  cpu: z.string(),
  compiler: z.string(),
  linker: z.string(),
  qemu: z.string(),
  qemuDigest: z.string(),
  /** Digest of the programs that values come from, with their libraries; absent where no queue asked for it. */
  programs: digestSchema.optional(),
  node: z.string(),
  /** The commit of the pipeline; absent where that is not known, or the pipeline was changed since. */
  pipeline: z.string().optional(),
  /** Address of the workflow's run, or `by hand`. */
  by: z.string(),
});

export type Environment = z.infer<typeof environmentSchema>;

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
  /** The run that made it, or took it: a reused trace carries the number of the older run. */
  readonly run: number;
  /** Absent in traces that are older than this field. */
  readonly environment?: Environment;
  /** What it was made for, where a run handed it out. */
  readonly asked?: string;
  /** Absent where it was made with this store. */
  readonly taken?: Taken;
};

/** It comes out of a JSON text, so all that may be wrong with it is that it is not there. */
const value = z.custom<Json>((member) => member !== undefined);

/** A trace as the store keeps it: of a step that was completed. */
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
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  run: z.number().int().positive(),
  environment: environmentSchema.optional(),
  asked: z.string().optional(),
  taken: takenSchema.optional(),
});
