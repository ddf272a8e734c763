// How many bytes of memory a kernel takes: from the vmlinux of its build.

import type { ElfSizes } from "../../model/cost/elf-sizes.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { JsonObject } from "../../model/json.ts";
import type { StepKind } from "../../model/work/step.ts";
import { elfSizes } from "../../parse/elf-sizes.ts";

export const measureSize: StepKind<JsonObject, { kernel: Kernel }, ElfSizes> = {
  name: "measure-size",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ kernel }) => kernel.vmlinux.digest,
  run: async (context, _, { kernel }) => pass(elfSizes(await context.read(kernel.vmlinux))),
};
