// What the guest's PID 1 says, one record a line: `@tb <nonce> <seq> <crc32> <json>`.

import { z } from "zod";

export const guestRecordSchema = z.discriminatedUnion("record", [
  /** 2 promises the fact kernel.taintedAtEnd. */
  z.strictObject({ record: z.literal("start"), protocol: z.literal([1, 2]) }),
  z.strictObject({ record: z.literal("fact"), name: z.string(), value: z.string() }),
  z.strictObject({
    record: z.literal("test"),
    name: z.string(),
    result: z.enum(["pass", "fail", "skip"]),
    detail: z.string(),
  }),
  z.strictObject({
    record: z.literal("metric"),
    name: z.string(),
    iterations: z.number().int().min(1),
    count: z.number().int().min(1),
    unit: z.enum(["instructions", "nanoseconds"]),
  }),
  z.strictObject({
    record: z.literal("end"),
    facts: z.number().int(),
    tests: z.number().int(),
    /** Absent where none was taken. */
    metrics: z.number().int().optional(),
  }),
]);

export type GuestRecord = z.infer<typeof guestRecordSchema>;
export type GuestMetric = Extract<GuestRecord, { record: "metric" }>;
export type GuestTest = Extract<GuestRecord, { record: "test" }>;

/** A console line that looks like a record. */
export type RecordLine = {
  /** Counted from 1. */
  readonly line: number;
  readonly nonce: string;
  readonly seq: number;
  readonly body: GuestRecord;
};

/** A line that begins like a record but is not valid: reported, never guessed at. */
export type DamagedLine = {
  readonly line: number;
  readonly text: string;
  readonly why: "form" | "crc" | "shape";
};

export type ConsoleRecords = {
  readonly records: readonly RecordLine[];
  readonly damaged: readonly DamagedLine[];
};
