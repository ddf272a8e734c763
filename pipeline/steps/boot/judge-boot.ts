// A boot's record -> a judgement. Reads the consoles and nothing else, so every verdict can be derived again.

import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { Expected } from "../../model/described/expected.ts";
import { type Judgement, judge } from "../../model/judge/judge.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { slowTicks } from "../../model/judge/judge-clock.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { Witness } from "../../model/judge/witness.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { ktapOf } from "../../parse/console/ktap.ts";
import { noticesOf } from "../../parse/console/normal-console.ts";
import { vcpuLines } from "../../parse/console/vcpus.ts";
import { readWitness } from "../../parse/console/read-witness.ts";

/** The build-id is the kernel's to say, what is excused the baseline's; `baseline`: its platform, where there is one. */
type Params = Omit<Expected, "buildId" | "excused"> & { baseline?: string };
/** `baseline`: the same kernel on the platform that this one is seen against. */
type Inputs = { booted: BootRecord; kernel: Kernel; baseline?: Judgement };

export const judgeBoot: StepKind<Params, Inputs, Judgement> = {
  name: "judge-boot",
  version: 8,
  nature: "pure",
  pool: "io",
  reads: ({ booted, kernel, baseline }) =>
    readOf(booted, kernel.buildId, baseline && failing(baseline)),
  async run({ read }, { baseline: by, ...params }, { booted, kernel, baseline }) {
    const excused = by && baseline ? { excused: { by, tests: failing(baseline) } } : {};
    return pass(
      await judgementOf(read, booted, { ...params, ...excused, buildId: kernel.buildId }),
    );
  },
};

/** What of its inputs decides a judgement; `tests`: those that fail on the baseline. */
export function readOf(booted: BootRecord, buildId: string, tests: readonly string[] | undefined) {
  return { booted, buildId, failing: tests };
}

/** The judgement of a recorded boot; `read` gives the bytes of its files. */
export async function judgementOf(
  read: StepContext["read"],
  booted: BootRecord,
  expected: Expected,
): Promise<Judgement> {
  const { host: under, platform, ended, clock, events, registers, heard, cpu } = booted;
  const guest = await witnessOf(read, booted);
  const host = under ? { host: { ...(await witnessOf(read, under)), guest: platform } } : {};
  const vcpus = registers ? vcpuLines((await read(registers)).toString()) : [];
  const told = {
    ...(clock ? { clock } : {}),
    ...(events ? { events } : {}),
    ...(heard ? { heard } : {}),
    ...(cpu ? { cpu } : {}),
  };
  const suite = expected.ktap ? { ktap: ktapOf(guest.console.segments) } : {};
  const seen = { guest, ...host, ended, vcpus, ...told, ...suite };
  const judgement = judge(seen, expected);
  const slow = slowTicks(seen, judgement.facts) ?? [];
  return { ...judgement, notices: [...noticesOf(guest.console.segments)].concat(slow) };
}

/** The tests that a baseline excuses. */
export function failing({ tests }: Pick<Judgement, "tests">): string[] {
  return tests.filter(({ result }) => result === "fail").map(({ name }) => name);
}

export async function witnessOf(
  read: StepContext["read"],
  { console, nonce }: Pick<BootRecord, "console" | "nonce">,
): Promise<Witness> {
  return readWitness(console.name, await read(console), nonce);
}
