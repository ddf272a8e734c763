// The schema of a boot record that came from elsewhere. Further members are left to the reader.

import { z } from "zod";
import { artifactSchema } from "../artifact.ts";
import type { BootRecord } from "./boot-record.ts";
import { digestSchema } from "../digest.ts";

const nonce = z.string().regex(/^[\w-]{1,64}$/);
const words = z.array(z.string());

const bootRecordSchema = z.looseObject({
  platform: z.string(),
  accelerator: z.enum(["tcg", "kvm", "none"]),
  kvmProof: z.string(),
  qemu: digestSchema.or(z.literal("")),
  console: artifactSchema,
  nonce,
  host: z.looseObject({ platform: z.string(), console: artifactSchema, nonce }).optional(),
  seconds: z.number(),
  ended: z.looseObject({ how: z.enum(["exited", "killed"]), because: z.string() }),
  clock: z.array(z.looseObject({ guestMs: z.number(), arrivedMs: z.number() })).optional(),
  registers: artifactSchema.optional(),
  events: words.optional(),
  qemuSaid: words,
});

/** The value itself, as its key was made from it. */
export function asBootRecord(value: unknown): BootRecord | undefined {
  return bootRecordSchema.safeParse(value).success ? (value as BootRecord) : undefined;
}
