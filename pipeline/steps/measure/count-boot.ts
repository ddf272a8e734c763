// One boot that counts instructions. It decides nothing.

import type { BootRecord } from "../../model/boot/boot-record.ts";
import {
  countingHost,
  countingNonce,
  countingPlatform,
  icountArguments,
} from "../../model/cost/counting.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { pasteable } from "../../tools/shell.ts";
import { plannedFiles } from "../boot/boot-files.ts";
import { type CountInputs, type CountParams, countingRun, countReads } from "./counting-run.ts";
import { qemuArguments } from "../boot/qemu-arguments.ts";

export const countBoot: StepKind<CountParams, CountInputs, BootRecord> = {
  name: "count-boot",
  version: 1,
  nature: "recorded",
  pool: "vm",
  reads: countReads,
  commands: (context, params, inputs) => {
    const machine =
      "host" in params ? countingHost(params.host) : countingPlatform(params.platform);
    const files = plannedFiles(context, machine, inputs);
    const args = qemuArguments(machine, files, countingNonce(machine.platform), "tcg");
    return [pasteable([params.emulator, ...args, ...icountArguments, "-serial", "stdio"])];
  },
  run: async (context, params, inputs) => pass(await countingRun(context, params, inputs)),
};
