// One guest's record out of a boot that a host shared among several.

import type { BootRecord, SharedBoot } from "../../model/boot/boot-record.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";

export const guestBoot: StepKind<{ platform: string }, { shared: SharedBoot }, BootRecord> = {
  name: "guest-boot",
  version: 1,
  nature: "pure",
  pool: "io",
  async run(_, { platform }, { shared }) {
    const record = shared.guests[platform];
    if (record) return pass(record);
    throw new Error(`the boot was not asked for ${platform}`);
  },
};
