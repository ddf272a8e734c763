// A kernel as run.json tells of it.

import { z } from "zod";
import { digestSchema as digest } from "../digest.ts";
import { findingSchema } from "./finding-schema.ts";

/** It becomes a name in documents. */
const word = z.string().regex(/^\w{1,40}$/);

const program = z.string().regex(/^[a-z0-9_-]{1,40}$/);

/** One kernel of a run. */
export const runKernelSchema = z.strictObject({
  digest: digest.describe("SHA-256 of the image: one on all platforms"),
  buildId: z.string().describe("GNU build-id, which every guest reads back"),
  release: z.string(),
  flavour: z.string(),
  architecture: word.optional().describe("as images/architectures/ names it"),
  image: word.optional().describe("what its architecture calls the image: bzImage, Image"),
  compiler: z.string().optional().describe("first line of its compiler's --version"),
  linker: z.string().optional().describe("the same of its linker"),
  toolchain: digest
    .optional()
    .describe("of the compiler, the linker and make that built it, and of what they load"),
  emulator: z
    .strictObject({ name: program, digest })
    .optional()
    .describe("the QEMU that booted it, where that is not the host's own"),
  head: z.string(),
  series: z.string().describe("`base` for the unpatched head"),
  bytes: z.number().int(),
  rebuilt: z
    .strictObject({
      result: z
        .enum(["same", "different", "not-done"])
        .describe("of the bytes; not-done: the clean build did not come to an end"),
      finding: findingSchema.optional().describe("where they are different"),
    })
    .optional()
    .describe("what a clean build came to, in a nightly run that drew this kernel for one"),
});
