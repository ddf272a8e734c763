// A boot's record -> a judgement. Reads the consoles and nothing else, so every verdict can be derived again.

import type { BootRecord } from "../model/boot-record.ts";
import type { Expected } from "../model/expected.ts";
import { type Judgement, judge } from "../model/judge.ts";
import type { Kernel } from "../model/kernel.ts";
import { pass } from "../model/outcome.ts";
import type { Witness } from "../model/witness.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import { consoleFacts } from "../parse/console.ts";
import { noticesOf } from "../parse/normal-console.ts";
import { vcpuLines } from "../parse/vcpus.ts";
import { guestRecords } from "../parse/guest-records.ts";
import { loadLines } from "../parse/load-lines.ts";

/** The build-id is the kernel's to say, what is excused the baseline's; `baseline`: its platform, where there is one. */
type Params = Omit<Expected, "buildId" | "excused"> & { baseline?: string };
/** `baseline`: the same kernel on the platform that this one is seen against. */
type Inputs = { booted: BootRecord; kernel: Kernel; baseline?: Judgement };

export const judgeBoot: StepKind<Params, Inputs, Judgement> = {
  name: "judge-boot",
  version: 7,
  nature: "pure",
  lane: "io",
  reads: ({ booted, kernel, baseline }) => ({
    booted,
    buildId: kernel.buildId,
    failing: baseline && failing(baseline),
  }),
  async run(context, { baseline: by, ...params }, { booted, kernel, baseline }) {
    const guest = await witnessOf(context, booted);
    const { host: under, platform } = booted;
    const host = under ? { host: { ...(await witnessOf(context, under)), guest: platform } } : {};
    const excused = by && baseline ? { excused: { by, tests: failing(baseline) } } : {};
    const expected = { ...params, ...excused, buildId: kernel.buildId };
    const { ended, clock, events, registers } = booted;
    const vcpus = registers ? vcpuLines((await context.read(registers)).toString()) : [];
    const told = { ...(clock ? { clock } : {}), ...(events ? { events } : {}) };
    const seen = { guest, ...host, ended, vcpus, ...told };
    return pass({ ...judge(seen, expected), notices: noticesOf(guest.console.lines) });
  },
};

function failing({ tests }: Judgement): string[] {
  return tests.filter(({ result }) => result === "fail").map(({ name }) => name);
}

export async function witnessOf(
  context: StepContext,
  { console, nonce }: Pick<BootRecord, "console" | "nonce">,
): Promise<Witness> {
  const facts = consoleFacts(console.name, await context.read(console));
  const { lines } = facts;
  return {
    console: facts,
    records: guestRecords(lines),
    nonce,
    loadLines: loadLines(lines, nonce),
  };
}
