// A counting boot with the counter in QEMU: beside the records, where the instructions were executed. It decides nothing.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { pass } from "../../model/judge/outcome.ts";
import { lastMilestone, milestones, type ProfiledBoot } from "../../model/cost/profile.ts";
import type { StepKind } from "../../model/work/step.ts";
import { type KernelSymbols, kernelSymbols } from "../../parse/kernel-symbols.ts";
import { type CountInputs, type CountParams, countingRun, countReads } from "./counting-run.ts";

type Inputs = CountInputs & { counter: Artifact };

export const profileBoot: StepKind<CountParams, Inputs, ProfiledBoot> = {
  name: "profile-boot",
  version: 1,
  nature: "recorded",
  pool: "vm",
  reads: ({ counter, ...inputs }) => ({ ...countReads(inputs), counter: counter.digest }),
  async run(context, params, { counter, ...inputs }) {
    const first = join(context.workDir, "first");
    const out = join(context.workDir, "counter.out");
    const symbols = kernelSymbols(await context.read(inputs.kernel.vmlinux));
    await writeFile(first, addressesOf(symbols));
    const plugin = `${context.path(counter)},out=${out},first=${first}`;
    const booted = await countingRun(context, params, inputs, ["-plugin", plugin]);
    return pass({ booted, output: await context.keep(out, "counter.out") });
  },
};

/** Where a phase of the boot begins, one address a line. */
function addressesOf({ functions, initcalls }: KernelSymbols): string {
  const names = new Set([...milestones.map((one) => one.function), lastMilestone]);
  const found = [...functions.filter(({ name }) => names.has(name)), ...initcalls];
  return found.map(({ address }) => `${address.toString(16)}\n`).join("");
}
