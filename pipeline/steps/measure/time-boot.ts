// One boot of many that are timed, each after the one before it. It decides nothing.

import type { BootRecord } from "../../model/boot/boot-record.ts";
import { timedPlatform } from "../../model/cost/counting.ts";
import type { StepKind } from "../../model/work/step.ts";
import { boot, type BootParams, bootReads } from "../boot/boot.ts";
import type { BootInputs } from "../boot/boot-files.ts";

/** `take`: its place in the order of all boots of the platform. */
type Params = Omit<BootParams, "tscSector" | "again"> & { take: number };
/** `after`: the boot before it. Two at once would time each other. */
type Inputs = BootInputs & { after?: BootRecord };

export const timeBoot: StepKind<Params, Inputs, BootRecord> = {
  name: "time-boot",
  version: 1,
  nature: "recorded",
  pool: "vm",
  reads: bootReads,
  run: (context, { platform, ...by }, inputs) =>
    boot.run(context, { ...by, platform: timedPlatform(platform) }, inputs),
};
