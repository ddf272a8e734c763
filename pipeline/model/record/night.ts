// A run as the history keeps it: one small JSON, `night.json` beside run.json. Verdicts, exact figures, and what moved.

import { z } from "zod";
import { verdicts } from "../judge/verdict.ts";

export const nightSchemaName = "twinboot/night@1";

const named = z.record(z.string(), z.string());

/** Head -> series -> flavour -> `leaf`. Nested, for names repeat in every cell. */
const byRow = <T extends z.ZodType>(leaf: T) =>
  z.record(z.string(), z.record(z.string(), z.record(z.string(), leaf)));

export const nightSchema = z.strictObject({
  schema: z.literal(nightSchemaName),
  run: z.number().int(),
  startedAt: z.iso.datetime(),
  heads: named.describe("head -> commit, or its pin in words where it was not imported"),
  series: named.describe("`head series` -> digest of the commits it came to on that head"),
  tools: named.describe("`qemu`, `compiler`, `linker`, `accelerator` and hypervisors by name"),
  kernels: byRow(z.string()).describe(
    "head -> series -> flavour -> first 12 digits of its SHA-256",
  ),
  cells: byRow(z.record(z.string(), z.enum(verdicts))).describe(
    "head -> series -> flavour -> platform -> verdict",
  ),
  problems: byRow(named)
    .optional()
    .describe(
      "head -> series -> flavour -> platform -> fingerprint of what the cell met, where it met something",
    ),
  metrics: z.record(z.string(), z.number()).describe("row id of an exact metric -> its count"),
});

export type Night = z.infer<typeof nightSchema>;
