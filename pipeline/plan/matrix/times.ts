// Base and series timed in turns, where a guest has booted with KVM: samples, never mixed with counts.

import type { MeasuredKernel, PlannedTime } from "../../model/cost/bench-plan.ts";
import { interleavedBoots } from "../../model/boot/boot-order.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { MachinePlatform } from "../../model/described/platform.ts";
import { leastBoots } from "../../model/cost/sampled-verdict.ts";
import { type Step, step } from "../../model/work/step.ts";
import { readTimes } from "../../steps/measure/read-times.ts";
import { timeBoot } from "../../steps/measure/time-boot.ts";
import { bootInputs, chosenAccelerator, type Machinery } from "./cell.ts";
import { required } from "../required.ts";
import { emulatorFor } from "./architecture-tools.ts";

type TimesRequest = {
  readonly machinery: Machinery;
  readonly kernels: readonly MeasuredKernel[];
  readonly platforms: readonly MachinePlatform[];
  /** Whether a platform boots this kernel. */
  readonly boots: (kernel: MeasuredKernel, platform: MachinePlatform) => boolean;
};

/** The same order for the same plan. */
const seed = 1;

/** None under TCG. All boots are one chain: two at once would time each other. */
export function plannedTimes(request: TimesRequest): PlannedTime[] {
  const { machinery } = request;
  const platforms = request.platforms.filter(
    ({ arch }) => chosenAccelerator(machinery, arch) === "kvm",
  );
  const times: PlannedTime[] = [];
  for (const one of wantedTimes({ ...request, platforms }))
    times.push({ ...one, ...stepsOf(request, one, times.length, times.at(-1)?.booted) });
  return times;
}

type Wanted = Pick<PlannedTime, "of" | "platform" | "planned"> & { readonly on: MachinePlatform };

/** Per platform, head and flavour: every series of it takes turns with its base. */
function wantedTimes({ kernels, platforms, boots }: TimesRequest): Wanted[] {
  return platforms.flatMap((on) => {
    const bootable = kernels.filter((kernel) => boots(kernel, on));
    const rows = Map.groupBy(bootable, ({ head, flavour }) => `${head} ${flavour}`);
    return [...rows.values()].flatMap((row) => {
      const arms = new Map(row.map((kernel) => [kernel.series, kernel]));
      return interleavedBoots([...arms.keys()], leastBoots, seed).map((planned) => ({
        of: required(arms.get(planned.arm), planned.arm),
        on,
        platform: on.platform,
        planned,
      }));
    });
  });
}

function stepsOf(
  { machinery }: TimesRequest,
  { of, on }: Wanted,
  take: number,
  after: Step<BootRecord> | undefined,
): Pick<PlannedTime, "booted" | "read"> {
  const label = `${on.platform} ${of.head} ${of.series} ${take}`;
  const by = emulatorFor(machinery, machinery.host, on.arch);
  const params = { platform: on, ...by, accelerator: "kvm" as const, take };
  const inputs = { ...bootInputs({ kernel: of, machinery }, on, [on]), ...(after && { after }) };
  const booted = step(timeBoot, label, params, inputs);
  const { evidence } = on;
  return { booted, read: step(readTimes, label, { evidence }, { booted, kernel: of.built }) };
}
