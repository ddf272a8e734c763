// What the counter of two boots wrote -> boot by phase, and each workload by function.

import { type Count, countOf } from "../../model/cost/count.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import {
  lastMilestone,
  milestones,
  type Phase,
  phasesOf,
  type Profile,
  type ProfiledBoot,
} from "../../model/cost/profile.ts";
import type { PlatformEvidence } from "../../model/described/platform.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { type CounterOutput, counterOutput } from "../../parse/counter-output.ts";
import { functionAt, type KernelSymbols, kernelSymbols } from "../../parse/kernel-symbols.ts";
import { proved } from "./read-counts.ts";

type Params = { evidence: PlatformEvidence };
type Inputs = { first: ProfiledBoot; second: ProfiledBoot; kernel: Kernel };

export const readProfile: StepKind<Params, Inputs, Profile> = {
  name: "read-profile",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ first, second, kernel }) => ({ first, second, vmlinux: kernel.vmlinux.digest }),
  async run(context, { evidence }, { first, second, kernel }) {
    const symbols = kernelSymbols(await context.read(kernel.vmlinux));
    const phases: Phase[][] = [];
    const functions: Profile["functions"][] = [];
    for (const { booted, output } of [first, second]) {
      const expected = { evidence, buildId: kernel.buildId };
      const { finding, metrics } = await proved(context, booted, expected);
      if (finding) return fail(finding);
      const read = await outputOf(context, output);
      phases.push(bootPhases(read, symbols));
      const names = metrics.map(({ name }) => name);
      functions.push(byWorkload(read, names, symbols));
    }
    return pass({ phases: phaseCounts(phases), functions: functions[0] ?? {} });
  },
};

/** What the counter wrote in one boot. */
export async function outputOf(
  context: Pick<StepContext, "read">,
  output: ProfiledBoot["output"],
): Promise<CounterOutput> {
  return counterOutput((await context.read(output)).toString("latin1"));
}

/** Empty where the kernel did not come to PID 1. */
export function bootPhases(
  { first }: CounterOutput,
  { functions, initcalls }: KernelSymbols,
): Phase[] {
  const addressOf = (name: string) => functions.find((one) => one.name === name)?.address ?? -1n;
  const named = milestones.map(({ function: name, phase }) => ({
    phase,
    address: addressOf(name),
  }));
  const called = initcalls.map(({ name, address }) => ({
    phase: `boot/initcall/${name}`,
    address,
  }));
  const reached = [...named, ...called].flatMap(({ phase, address }) => {
    const at = first.get(address);
    return at === undefined ? [] : [{ phase, at }];
  });
  const end = first.get(addressOf(lastMilestone));
  return end === undefined ? [] : phasesOf(reached, end);
}

function phaseCounts(boots: readonly Phase[][]): Count[] {
  const names = [...new Set(boots.flatMap((boot) => boot.map(({ name }) => name)))];
  return names.map((workload) => {
    const values = boots.flatMap((boot) =>
      boot.filter(({ name }) => name === workload).map(({ instructions }) => instructions),
    );
    return countOf(workload, 1, values, boots.length);
  });
}

function byWorkload(
  { workloads }: CounterOutput,
  names: readonly string[],
  symbols: KernelSymbols,
): Profile["functions"] {
  const sums = workloads.map((executed) => {
    const byFunction = new Map<string, number>();
    for (const [address, count] of executed) {
      const name = functionAt(symbols, address);
      byFunction.set(name, (byFunction.get(name) ?? 0) + count);
    }
    return Object.fromEntries(byFunction);
  });
  return Object.fromEntries(names.map((name, at) => [name, sums[at] ?? {}]));
}
