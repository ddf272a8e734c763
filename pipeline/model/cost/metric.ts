// A figure: what one workload cost, on one kernel, on one platform. Rows of `metrics` in run.json.
// Exact counts and samples are never mixed: a row is one or the other.

import { z } from "zod";
import { digestOfValue } from "../digest.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a count is valid for. A different QEMU, CPU model or flag gives different counts, and is a different key. */
const countedUnder = z.strictObject({
  qemu: digest.describe("SHA-256 of the QEMU binary"),
  cpu: z.string().describe("QEMU's -cpu"),
  icount: z.string().describe("QEMU's -icount and what else fixes the guest's time"),
});

export const metricSchema = z.strictObject({
  id: z
    .string()
    .describe("names the row in every table: equal in all runs for the same thing measured"),
  class: z.enum(["exact", "sampled"]),
  workload: z
    .string()
    .describe("`lat_syscall/getppid`, `boot/early-kernel`, `boot/initcall/acpi_init`, `size/text`"),
  unit: z.enum(["instructions", "bytes", "nanoseconds"]),
  iterations: z.number().int().min(1).describe("how often the workload ran for one value"),
  series: z.string().describe("`base` for the unpatched head"),
  patches: z
    .number()
    .int()
    .optional()
    .describe("how many patches of the series were applied; absent: all"),
  head: z.string(),
  flavour: z.string(),
  platform: z.string(),
  kernel: digest,
  values: z
    .array(z.number())
    .describe(
      "exact: every count taken, all equal; sampled: one value a boot, in the order of the boots",
    ),
  demoted: z
    .string()
    .optional()
    .describe("why a count is shown among the samples: two counts of it differed"),
  under: countedUnder.optional().describe("absent for sizes, which need no machine"),
  accelerator: z
    .enum(["kvm", "tcg"])
    .optional()
    .describe("of samples: who ran the guest; times under TCG are not shown"),
  evidence: z.array(digest).describe("consoles the values were read from"),
});

/** The functions that account for most of a difference between base and series, largest first. */
export const hotSchema = z.strictObject({
  workload: z.string().describe("as in metrics"),
  series: z.string(),
  head: z.string(),
  flavour: z.string(),
  platform: z.string(),
  functions: z
    .array(
      z.strictObject({
        function: z
          .string()
          .describe("of the kernel; `[user]`, `[other]`: what is neither, as Xen under it"),
        base: z.number().int().describe("instructions in one batch of the workload"),
        series: z.number().int(),
      }),
    )
    .max(10),
});

export type Hot = z.infer<typeof hotSchema>;
export type Metric = z.infer<typeof metricSchema>;
export type MetricSubject = Pick<
  Metric,
  "workload" | "unit" | "series" | "patches" | "head" | "flavour" | "platform"
>;

/** The same for the same thing measured, whatever the run, the kernel's digest or the class. */
export function metricId(subject: MetricSubject): string {
  const { workload, unit, series, patches, head, flavour, platform } = subject;
  const named = { workload, unit, series, head, flavour, platform };
  return digestOfValue(patches === undefined ? named : { ...named, patches }).slice(0, 12);
}
