// run.json: the machine's answer of a run. Reports read it and the store, nothing else.
// The descriptions below are its documentation.

import { z } from "zod";
import { artifactSchema } from "../artifact.ts";
import { digestSchema } from "../digest.ts";
import { hotSchema, metricSchema } from "../cost/metric.ts";
import { patchResultSchema } from "../patches/patch-result.ts";
import { platformGroups } from "../described/platform.ts";
import { verdicts } from "../judge/verdict.ts";
import { findingSchema } from "./finding-schema.ts";
import { remadeSchema } from "./remade.ts";
import { runKernelSchema } from "./run-kernel.ts";
import { takenSchema } from "./taken.ts";

export const runSchemaName = "twinboot/run@1";

const digest = digestSchema;
const artifact = artifactSchema;

const head = z.strictObject({
  name: z.string().describe("as in twinboot.yaml"),
  channel: z.enum(["posting", "warning"]),
  pin: z.string().describe("where it stood when the run began, in words"),
  release: z.string().optional().describe("version of the tree's Makefile"),
  commit: z.string().optional().describe("commit in the store's repository"),
  sha256: z.string().optional().describe("digest of the archive it came from"),
});

const series = z.strictObject({
  name: z.string(),
  head: z.string().describe("as in heads; of a hypervisor's series: the hypervisor it changes"),
  patches: z.array(patchResultSchema).readonly(),
  patchset: digest
    .optional()
    .describe(
      "what KCIDB calls the patchset hash: SHA-256 over the SHA-256 of each patch, a line each; prerequisites first",
    ),
  margin: z
    .number()
    .optional()
    .describe("per cent, of series.yaml: a cost inside it counts as none; absent: 1"),
  unusedResolutions: z
    .array(z.string())
    .readonly()
    .optional()
    .describe("kept resolutions that were not used here: `name: why`"),
  notAsked: z
    .array(z.string())
    .readonly()
    .optional()
    .describe("KUnit suites that this head's kernel cannot have: `name: why`"),
  why: z.string().optional().describe("where no patch was tried: the reason"),
  prerequisites: z
    .array(
      z.strictObject({
        series: z.string(),
        state: z
          .enum(["applied", "landed", "not-applied"])
          .describe("landed: the head has all of it, so it is turned off"),
      }),
    )
    .optional()
    .describe("series that were applied before this one"),
});

const hypervisor = z.strictObject({
  name: z.string(),
  version: z.string(),
  digest,
  series: z
    .string()
    .optional()
    .describe("the hypervisor's own, which was built with it; its results are in series"),
});

const evidence = z.strictObject({
  console: artifact.optional().describe("the guest's console"),
  hostConsole: artifact.optional().describe("the console of the host that ran the guest"),
  registers: artifact.optional().describe("vCPU registers of a guest that hung"),
  facts: z.record(z.string(), z.string()).optional().describe("what the guest reported"),
  tests: z
    .array(
      z.strictObject({
        name: z.string(),
        result: z.enum(["pass", "fail", "skip"]),
        detail: z.string(),
      }),
    )
    .optional(),
  accelerator: z.enum(["tcg", "kvm", "none"]).optional().describe("none: a program of the host"),
  kvmProof: z.string().optional().describe("what the proof of KVM came to when this was booted"),
  cleanEnd: z.boolean().optional().describe("false: said everything, then had to be killed"),
  bootSeconds: z.number().optional().describe("wall time of the whole boot; no performance figure"),
});

const judged = z
  .strictObject({
    boot: digest.describe("key of the boot's trace in the store: its record has the boot's secret"),
    judgement: digest.describe(
      "key of the judgement's trace: the digest of all that it was made from",
    ),
    expected: z
      .record(z.string(), z.json())
      .describe("what the boot had to prove: the judge's parameters, but for the build-id"),
    failing: z
      .array(z.string())
      .optional()
      .describe("tests that fail on the platform's baseline too, and so were excused"),
    bare: z
      .array(z.string())
      .optional()
      .describe("bare platforms of the base: a test that fails there too blames no series"),
    host: z.string().optional().describe("the platform that ran this guest"),
    elsewhere: z
      .string()
      .optional()
      .describe("the platform of which this is a copy under another hypervisor, if it was booted"),
  })
  .describe("what the verdict is derived from: ./twinboot verify-report does it again");

const result = z.enum(["pass", "fail", "skip"]);

const difference = z.strictObject({
  newNotices: z.array(z.string()).describe("complaints that the base does not have; numbers are #"),
  lostNotices: z.array(z.string()).describe("complaints that only the base has"),
  facts: z.array(
    z.strictObject({
      name: z.string(),
      there: z.string().optional().describe("with the base; absent where it reported none"),
      here: z.string().optional(),
    }),
  ),
  tests: z.array(
    z.strictObject({ name: z.string(), there: result.optional(), here: result.optional() }),
  ),
});

const allowed = z.strictObject({
  by: z.string().describe("name of the entry in images/known/"),
  reason: z.string(),
  link: z.string(),
  expires: z.string().describe("the last day on which it holds"),
  text: z.string().describe("the console line, or the test with what it said"),
});

const attempt = z.strictObject({
  judged: judged.optional().describe("absent where the machine could not do the boot"),
  verdict: z.enum(verdicts).describe("of this boot alone: not compared with the base"),
  finding: findingSchema.optional(),
  console: artifact.optional(),
  hostConsole: artifact.optional(),
  registers: artifact.optional(),
  bootedIn: z.number().int(),
});

const cell = z.strictObject({
  series: z.string().describe("`base` for the unpatched head"),
  head: z.string(),
  flavour: z.string(),
  platform: z.string(),
  realness: z.enum(["real", "emulated-interface", "signature-only", "foreign-guest", "imported"]),
  under: z.enum(platformGroups).optional().describe("what the kernel runs under; absent: imported"),
  hypervisor: z
    .string()
    .optional()
    .describe("the name, in hypervisors, of what a dom0 or its guest runs under"),
  hypervisorSeries: z
    .string()
    .optional()
    .describe("the series that made this hypervisor of the one in its platform's name before it"),
  kernel: digest.optional().describe("absent where no kernel was built"),
  verdict: z.enum(verdicts),
  finding: findingSchema.optional(),
  evidence: evidence.describe("of the boot that decided"),
  imported: z
    .strictObject({
      by: z.string(),
      when: z.string(),
      where: z.string(),
      link: z.string().optional(),
    })
    .optional()
    .describe("of a result that was not booted here: who did it, when and where"),
  allowed: z.array(allowed).optional().describe("known faults that did not decide"),
  difference: difference
    .optional()
    .describe("to the base on the same platform; absent where there is none, or no base"),
  attempts: z
    .array(attempt)
    .optional()
    .describe(
      "every boot of a cell that did not pass at once, or that was booted again beside a series that did not, in order; absent where one was enough",
    ),
  unstable: z
    .boolean()
    .optional()
    .describe("true: passes, but not in every boot; only time ran out in the others"),
  judged: judged.optional().describe("absent where nothing was judged: it cannot be a pass"),
  bootedIn: z.number().int().optional().describe("number of the run that booted it"),
  reused: z.boolean().describe("true: the boot is that of an older run, bootedIn says which"),
  takenFrom: z
    .string()
    .optional()
    .describe("the registry that the boot came from, which another machine did; absent: done here"),
});

const trace = z.strictObject({
  step: digest.describe("the step's id in the plan"),
  kind: z.string(),
  label: z.string(),
  key: digest.optional().describe("key of its inputs; absent where one of them did not pass"),
  status: z.enum(["pass", "fail", "blocked", "error"]),
  message: z.string().optional().describe("of an error: what the machine could not do"),
  hint: z.string().optional().describe("of an error: what to type next"),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  run: z.number().int().describe("the run that made it, or took it"),
  reused: z.boolean(),
  taken: takenSchema.optional().describe("where it came from; absent: made with this store"),
  pool: z
    .enum(["io", "machine", "vm"])
    .optional()
    .describe("what the step occupied: io, machine (all CPUs), vm"),
  needs: z.array(digest).optional().describe("the steps whose values it took"),
});

export const runRecordSchema = z.strictObject({
  schema: z.literal(runSchemaName),
  run: z.number().int().describe("counts the runs of one store from 1"),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  part: z
    .string()
    .optional()
    .describe("what of the matrix this run was asked for, in words; absent: all of it"),
  host: z.strictObject({
    system: z.string(),
    kernel: z.string(),
    cpus: z.number().int(),
    memoryMiB: z.number().int(),
    compiler: z.string(),
    linker: z.string(),
    qemu: z.string(),
    qemuDigest: digest,
    kvm: z
      .boolean()
      .optional()
      .describe("a guest booted with it in this run; absent where nothing booted"),
    kvmBecause: z.string().optional(),
  }),
  heads: z.array(head),
  series: z.array(series),
  kernels: z.array(runKernelSchema),
  hypervisors: z.array(hypervisor),
  cells: z.array(cell),
  imports: z
    .array(
      z.strictObject({
        result: z.string().describe("its name in results/"),
        platform: z.string(),
        kernel: digest,
        by: z.string(),
        when: z.string(),
        where: z.string(),
        used: z.boolean().describe("false: of a kernel that is none of this run"),
      }),
    )
    .optional()
    .describe("results that others brought; absent where there are none"),
  remade: z
    .array(remadeSchema)
    .optional()
    .describe("what a nightly run took from other machines, and drew to be made again here"),
  metrics: z.array(metricSchema).optional().describe("what was measured; absent where nothing was"),
  hot: z
    .array(hotSchema)
    .optional()
    .describe("where the differences of counts lie, workload by workload"),
  traces: z.array(trace),
});

export type RunRecord = z.infer<typeof runRecordSchema>;
export type RunCell = RunRecord["cells"][number];
export type RunAttempt = NonNullable<RunCell["attempts"]>[number];
export type RunSeries = RunRecord["series"][number];
