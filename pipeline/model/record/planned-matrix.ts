// The plan of a run on several machines: every cell and what it must prove. `./twinboot plan --json` writes it.

import { z } from "zod";
import { digestSchema } from "../digest.ts";
import type { RunCell } from "./run-record.ts";

export const planSchemaName = "twinboot/plan@1";

const row = { series: z.string(), head: z.string(), flavour: z.string() };

const plannedCell = z
  .object({
    ...row,
    platform: z.string(),
    realness: z.enum(["real", "emulated-interface", "signature-only", "foreign-guest"]),
    /** What it runs under, of a dom0 or its guest. */
    hypervisor: z.string().exactOptional(),
    hypervisorSeries: z.string().exactOptional(),
    /** The judge's parameters; absent where it is not booted. */
    expected: z.record(z.string(), z.json()).exactOptional(),
    /** Platforms of the unpatched head that it is seen against, and the one that runs it. */
    bare: z.array(z.string()).readonly().exactOptional(),
    host: z.string().exactOptional(),
    elsewhere: z.string().exactOptional(),
    /** Why it is not booted. */
    skipped: z.string().exactOptional(),
  })
  .readonly();

/** Unknown keys are left out: the plan says more to people. */
export const plannedMatrixSchema = z.object({
  schema: z.literal(planSchemaName),
  host: z.object({ qemuDigest: digestSchema, compiler: z.string() }),
  heads: z.array(
    z.object({ name: z.string(), channel: z.enum(["posting", "warning"]), at: z.string() }),
  ),
  rebases: z.array(
    z.object({ series: z.string(), head: z.string(), patches: z.array(z.string()).readonly() }),
  ),
  kernels: z.array(z.object(row)),
  cells: z.array(plannedCell).min(1),
});

export type PlannedMatrix = z.infer<typeof plannedMatrixSchema>;
export type MatrixCell = PlannedMatrix["cells"][number];

type Named = Pick<RunCell, "head" | "series" | "flavour" | "platform">;

export function cellName({ head, series, flavour, platform }: Named): string {
  return [head, series, flavour, platform].join(" ");
}
