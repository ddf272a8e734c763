// certification.json: what a finished kernel was found to be. The descriptions below are its documentation.

import { z } from "zod";
import { artifactSchema } from "../artifact.ts";
import { digestSchema } from "../digest.ts";
import { platformGroups } from "../described/platform.ts";

export const certificationSchemaName = "twinboot/certification@1";

export const certifiedWords = [
  "certified",
  "certified with exceptions",
  "not certified",
  "not applicable",
] as const;
export type CertifiedWord = (typeof certifiedWords)[number];

const reason = z.strictObject({
  what: z.string().describe("what stands against a certificate, one sentence"),
  mend: z.string().optional().describe("what would mend it"),
});

const test = z.strictObject({
  name: z.string(),
  result: z.enum(["pass", "fail", "skip", "absent"]),
  detail: z.string().describe("what the test said; of a skipped one, why"),
});

const exception = z.strictObject({
  by: z.string().describe("name of the known fault, in images/known/"),
  reason: z.string(),
  link: z.string(),
  until: z.iso.date().describe("the last day on which it holds"),
  text: z.string().describe("the console line or test that it allowed"),
});

const platform = z.strictObject({
  platform: z.string(),
  realness: z
    .enum(["real", "emulated-interface", "signature-only", "foreign-guest"])
    .describe("how much of the hypervisor was there"),
  under: z.enum(platformGroups),
  word: z.enum(certifiedWords),
  fault: z
    .enum(["kernel", "hypervisor", "description", "infrastructure"])
    .optional()
    .describe("who must act; infrastructure: nothing was proved, for or against"),
  reasons: z.array(reason).describe("why it is not certified, or not applicable"),
  mandatory: z.array(test).describe("each must pass: skipped is not certified"),
  optional: z.array(test),
  modules: z.array(test).describe("what the guest loaded, or could not"),
  exceptions: z.array(exception),
  facts: z.record(z.string(), z.string()).describe("what the guest reported"),
  notices: z.array(z.string()).describe("lines of its console that complain, without their stamps"),
  boots: z
    .number()
    .int()
    .describe("how often it was booted; more than one: it did not pass at once"),
  console: artifactSchema.optional().describe("of the boot that decided"),
  accelerator: z.string().optional(),
  bootSeconds: z.number().optional(),
});

const configFinding = z.strictObject({
  option: z.string(),
  wanted: z.array(z.string()),
  found: z.string().describe("n: it is not set"),
  because: z.string(),
});

const comparison = z.strictObject({
  previous: z.strictObject({
    name: z.string(),
    version: z.string(),
    release: z.string(),
    image: digestSchema,
    word: z.enum(certifiedWords),
  }),
  platforms: z.array(
    z.strictObject({
      platform: z.string(),
      before: z.enum(certifiedWords),
      now: z.enum(certifiedWords),
      regressions: z.array(z.string()).describe("what is worse than it was, a sentence each"),
    }),
  ),
  options: z
    .array(z.strictObject({ option: z.string(), before: z.string(), now: z.string() }))
    .describe("options for guests that were lost, or are a module now"),
});

const debugSymbols = z.strictObject({
  file: artifactSchema.describe("proved to be the kernel's by its build-id"),
  traces: z
    .array(
      z.strictObject({
        platform: z.string(),
        frames: z.array(
          z.strictObject({
            frame: z.string().describe("as it stands on the console"),
            places: z
              .array(z.string())
              .describe("lines of the source, the innermost function first; empty: not known"),
          }),
        ),
      }),
    )
    .describe("where the kernel stood on platforms that it is not certified on"),
});

export const certificationSchema = z.strictObject({
  schema: z.literal(certificationSchemaName),
  word: z.enum(certifiedWords).describe("in all"),
  date: z.iso.datetime().describe("when it was decided"),
  product: z.strictObject({
    name: z.string(),
    asked: z.string().optional().describe("what a suite was asked for: bookworm/linux-image-amd64"),
    version: z.string(),
    architecture: z.string(),
    given: z.array(artifactSchema).describe("the files as they were given, by digest"),
    origins: z.array(z.string()).describe("who says of each file that it is its maker's"),
  }),
  kernel: z.strictObject({
    release: z.string(),
    buildId: z.string().describe("GNU build-id, which every guest reads back"),
    image: artifactSchema.describe("what is booted: the same bytes on every platform"),
    vmlinux: artifactSchema.describe("the ELF inside the image, for platforms that start it"),
    config: artifactSchema,
    initramfs: artifactSchema
      .optional()
      .describe("the distribution's own, out of which guests were started; all modules are its"),
  }),
  modules: z
    .array(
      z.strictObject({
        name: z.string(),
        path: z.string(),
        digest: digestSchema.describe("of the file in the package"),
        signer: z.string().optional().describe("absent: unsigned"),
      }),
    )
    .describe("all that guests were given to load"),
  profile: z.strictObject({
    name: z.string(),
    digest: digestSchema.describe("of what the profile asks"),
    untried: z
      .array(z.string())
      .describe("its platforms that are not in this certificate: nothing is certified there"),
  }),
  complaints: z.array(z.string()).describe("what of the package does not hold"),
  config: z.array(configFinding).describe("options that are not as the profile asks"),
  platforms: z.array(platform),
  debugSymbols: debugSymbols.optional().describe("helps a reader, and decides nothing"),
  evidence: digestSchema.describe("of evidence.json, which names the boots and their consoles"),
  against: comparison.optional().describe("seen against the kernel before it"),
  tools: z.strictObject({
    qemu: z.string(),
    qemuDigest: digestSchema,
    hypervisors: z.array(
      z.strictObject({ name: z.string(), version: z.string(), digest: digestSchema }),
    ),
    hostKernel: z
      .strictObject({ release: z.string(), digest: digestSchema })
      .optional()
      .describe("what dom0 and the KVM host ran, where guests were booted"),
  }),
  holds: z.strictObject({
    until: z.iso.date().describe("the last day"),
    ends: z.array(z.string()).describe("what ends it before"),
  }),
});

export type Certification = z.infer<typeof certificationSchema>;
export type CertifiedPlatform = z.infer<typeof platform>;
export type CertifiedTest = z.infer<typeof test>;
export type CertificationReason = z.infer<typeof reason>;
export type Comparison = z.infer<typeof comparison>;
export type ConfigFinding = z.infer<typeof configFinding>;
