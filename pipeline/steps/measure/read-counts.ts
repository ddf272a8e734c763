// The records of two counting boots -> what they counted. A boot that is not proved gives no figures.

import type { BootRecord } from "../../model/boot/boot-record.ts";
import { type Count, countsOf } from "../../model/cost/count.ts";
import type { Finding } from "../../model/judge/finding.ts";
import type { GuestMetric } from "../../model/boot/guest-record.ts";
import { judge } from "../../model/judge/judge.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import type { PlatformEvidence } from "../../model/described/platform.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { bodiesOf } from "../../model/judge/witness.ts";
import { witnessOf } from "../boot/judge-boot.ts";

type Inputs = { first: BootRecord; second: BootRecord; kernel: Kernel };
type Params = { evidence: PlatformEvidence };

export const readCounts: StepKind<Params, Inputs, readonly Count[]> = {
  name: "read-counts",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ first, second, kernel }) => ({ first, second, buildId: kernel.buildId }),
  async run(context, { evidence }, { first, second, kernel }) {
    const boots: GuestMetric[][] = [];
    for (const booted of [first, second]) {
      const { finding, metrics } = await proved(context, booted, {
        evidence,
        buildId: kernel.buildId,
      });
      if (finding) return fail(finding);
      boots.push(metrics);
    }
    return pass(countsOf(boots));
  },
};

type Proof = { readonly finding?: Finding; readonly metrics: GuestMetric[] };

/** The counts of a boot, or why they are not believed. */
export async function proved(
  context: StepContext,
  booted: BootRecord,
  of: { evidence: PlatformEvidence; buildId: string },
): Promise<Proof> {
  const guest = await witnessOf(context.read, booted);
  const asked = { ...of, facts: {}, kunit: [], hypervisorSpeaks: false, known: [] };
  const { finding } = judge({ guest, ended: booted.ended }, asked);
  const metrics = bodiesOf(guest).flatMap(({ body }) => (body.record === "metric" ? [body] : []));
  return finding ? { finding, metrics } : { metrics };
}
