// A boot's record -> a judgement. Reads the consoles and nothing else, so every verdict can be derived again.

import type { BootRecord } from "../model/boot-record.ts";
import { type Judgement, judge } from "../model/judge.ts";
import type { Kernel } from "../model/kernel.ts";
import { pass } from "../model/outcome.ts";
import type { PlatformEvidence } from "../model/platform.ts";
import type { Witness } from "../model/witness.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import { consoleFacts } from "../parse/console.ts";
import { guestRecords } from "../parse/guest-records.ts";

type Params = {
  /** The platform of `baseline`, where there is one. */
  baseline?: string;
  evidence: PlatformEvidence;
  facts: Readonly<Record<string, string | null>>;
  kunit: readonly string[];
};
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
    const guest = await witness(context, booted);
    const { host: under, platform } = booted;
    const host = under ? { host: { ...(await witness(context, under)), guest: platform } } : {};
    const excused = by && baseline ? { excused: { by, tests: failing(baseline) } } : {};
    const expected = { ...params, ...excused, buildId: kernel.buildId };
    const { ended, clock, events } = booted;
    const told = { ...(clock ? { clock } : {}), ...(events ? { events } : {}) };
    return pass(judge({ guest, ...host, ended, ...told }, expected));
  },
};

function failing({ tests }: Judgement): string[] {
  return tests.filter(({ result }) => result === "fail").map(({ name }) => name);
}

async function witness(
  context: StepContext,
  { console, nonce }: Pick<BootRecord, "console" | "nonce">,
): Promise<Witness> {
  const facts = consoleFacts(console.name, await context.read(console));
  return { console: facts, records: guestRecords(facts.lines), nonce };
}
