// The record of a timed boot -> what the guest timed. A boot that is not proved gives no figures.

import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { GuestMetric } from "../../model/boot/guest-record.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import type { PlatformEvidence } from "../../model/described/platform.ts";
import type { StepKind } from "../../model/work/step.ts";
import { proved } from "./read-counts.ts";

type Params = { evidence: PlatformEvidence };
type Inputs = { booted: BootRecord; kernel: Kernel };

export const readTimes: StepKind<Params, Inputs, readonly GuestMetric[]> = {
  name: "read-times",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ booted, kernel }) => ({ booted, buildId: kernel.buildId }),
  async run(context, { evidence }, { booted, kernel }) {
    const asked = { evidence, buildId: kernel.buildId };
    const { finding, metrics } = await proved(context, booted, asked);
    return finding ? fail(finding) : pass(metrics);
  },
};
