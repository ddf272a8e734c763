// A boot's record -> a judgement. Reads the consoles and nothing else, so every verdict can be derived again.

import type { BootRecord } from "../model/boot-record.ts";
import type { Expected } from "../model/expected.ts";
import { type Judgement, judge } from "../model/judge.ts";
import type { Kernel } from "../model/kernel.ts";
import { pass } from "../model/outcome.ts";
import type { PlatformEvidence } from "../model/platform.ts";
import type { Witness } from "../model/witness.ts";
import type { StepContext, StepKind } from "../model/step.ts";
import { consoleFacts } from "../parse/console.ts";
import { guestRecords } from "../parse/guest-records.ts";

type Params = {
  evidence: PlatformEvidence;
  facts: Readonly<Record<string, string | null>>;
  kunit: readonly string[];
};
type Inputs = { booted: BootRecord; kernel: Kernel };

export const judgeBoot: StepKind<Params, Inputs, Judgement> = {
  name: "judge-boot",
  version: 6,
  nature: "pure",
  lane: "io",
  reads: ({ booted, kernel }) => ({ booted, buildId: kernel.buildId }),
  async run({ read }, params, { booted, kernel }) {
    return pass(await judgementOf(read, booted, { ...params, buildId: kernel.buildId }));
  },
};

/** The judgement of a recorded boot; `read` gives the bytes of its consoles. */
export async function judgementOf(
  read: StepContext["read"],
  booted: BootRecord,
  expected: Expected,
): Promise<Judgement> {
  const { host: under, platform, ended, clock } = booted;
  const guest = await witness(read, booted);
  const host = under ? { host: { ...(await witness(read, under)), guest: platform } } : {};
  return judge({ guest, ...host, ended, ...(clock ? { clock } : {}) }, expected);
}

async function witness(
  read: StepContext["read"],
  { console, nonce }: Pick<BootRecord, "console" | "nonce">,
): Promise<Witness> {
  const facts = consoleFacts(console.name, await read(console));
  return { console: facts, records: guestRecords(facts.lines), nonce };
}
