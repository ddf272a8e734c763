// Descriptions and pins -> what is to be measured: {base, series} on the chosen platforms, and the base without PARAVIRT.

import type {
  BenchPlan,
  MeasuredKernel,
  PlannedCount,
  PlannedProfile,
  PlannedSize,
} from "../model/bench-plan.ts";
import type { ProfiledBoot } from "../model/profile.ts";
import { buildCounter } from "../steps/build-counter.ts";
import { profileBoot } from "../steps/profile-boot.ts";
import { readProfile } from "../steps/read-profile.ts";
import { cpuOf } from "../model/counting.ts";
import {
  type GuestPlatform,
  isGuest,
  isMachine,
  type Platform,
  type ProgramPlatform,
} from "../model/platform.ts";
import type { PlannedKernel } from "../model/plan.ts";
import { baseRow } from "../model/series.ts";
import { step, type Step } from "../model/step.ts";
import type { BootRecord } from "../model/boot-record.ts";
import { countBoot } from "../steps/count-boot.ts";
import { measureSize } from "../steps/measure-size.ts";
import { readCounts } from "../steps/read-counts.ts";
import { asSaidBy } from "./as-said-by.ts";
import { bootInputs, type Machinery } from "./cell.ts";
import { type Ground, machineryOf, plannedKernels } from "./matrix.ts";
import { plannedHeads, plannedRebases } from "./rebases.ts";
import { ledgerKernels } from "./ledger.ts";
import { plannedTimes } from "./times.ts";
import { hostOf } from "./row.ts";
import { hostImageOf } from "./selection.ts";
import { wanted } from "./wanted.ts";

export type BenchWishes = {
  /** Also the kernels with the first patch of each series, the first two, and so on. */
  readonly ledger: boolean;
  /** Also boot by phase, and the functions that account for a difference. */
  readonly where: boolean;
};

/** Those that QEMU runs: a program of this machine counts nothing. */
type Countable = Exclude<Platform, ProgramPlatform>;

function isCountable(platform: Platform): platform is Countable {
  return platform.entry !== "uml";
}

export function benchPlanOf(ground: Ground, { ledger, where }: BenchWishes): BenchPlan {
  const { selection, all } = ground;
  const heads = plannedHeads(ground);
  const rebases = plannedRebases(ground, heads);
  const kernels = plannedKernels(ground, heads, rebases);
  const machinery = machineryOf(ground);
  const platforms = selection.platforms
    .map((name) => wanted(all.platforms.get(name), name))
    .filter((platform) => isCountable(platform));
  const bare = platforms.filter((platform) => platform.entry === "direct");
  const native = nativeKernels(ground, heads, bare);
  const steps = ledger ? ledgerKernels(ground, heads) : [];
  // The boot cost of each patch is seen on one bare machine.
  const ledgerOn = ledger ? bare.slice(0, 1) : [];
  const profiled: readonly (readonly [MeasuredKernel, readonly Countable[]])[] = [
    ...kernels.map((of) => [of, where ? platforms : ledgerOn] as const),
    ...steps.map((of) => [of, ledgerOn] as const),
  ];
  const bootable = (of: MeasuredKernel, on: readonly Countable[]): Countable[] => {
    const own = wanted(all.flavours.get(of.flavour), of.flavour);
    return on.filter(({ arch }) => arch === own.arch).map((one) => asSaidBy(own, one));
  };
  const counted = (of: MeasuredKernel, on: readonly Countable[]) =>
    bootable(of, on).map((platform) => countOf({ ground, machinery, of, platform }));
  return {
    plan: {
      heads: heads.filter(({ name }) => selection.heads.includes(name)),
      rebases,
      kernels: [...kernels, ...native],
      hypervisors: [...machinery.hypervisors.values()],
      cells: [],
      skipped: [],
    },
    counts: [
      ...kernels.flatMap((kernel) => counted(kernel, platforms)),
      ...native.flatMap((kernel) => counted(kernel, bare)),
      ...steps.flatMap((kernel) => counted(kernel, bare)),
    ],
    profiles: profiled.flatMap(([of, on]) =>
      bootable(of, on).map((platform) => profileOf({ ground, machinery, of, platform })),
    ),
    sizes: [...kernels, ...native, ...steps].map(sizeOf),
    times: plannedTimes({
      machinery,
      kernels,
      platforms: platforms.filter((one) => isMachine(one)),
      boots: (of, on) => bootable(of, [on]).length > 0,
    }),
  };
}

/** The unpatched heads without PARAVIRT, which bare machines alone boot. Whoever names flavours gets those and no other. */
function nativeKernels(
  ground: Ground,
  heads: Parameters<typeof plannedKernels>[1],
  bare: readonly Platform[],
): PlannedKernel[] {
  const { bench, default: usual } = ground.all.installation;
  if (!bench?.native || !bare.length || ground.selection.flavours !== usual.flavours) return [];
  const selection = { ...ground.selection, flavours: [bench.native] };
  return plannedKernels({ ...ground, selection }, heads, []);
}

function sizeOf(of: MeasuredKernel): PlannedSize {
  const measured = step(measureSize, labelOf(of), {}, { kernel: of.built });
  return { of, kernel: of.built, measured };
}

type Subject = {
  readonly ground: Ground;
  readonly machinery: Machinery;
  readonly of: MeasuredKernel;
  readonly platform: Countable;
};

function countOf(subject: Subject): PlannedCount {
  const { of, platform } = subject;
  const { params, inputs, label } = bootOf(subject);
  const [first, second] = [1, 2].map((take) =>
    step(countBoot, `${label} ${take}`, { ...params, take }, inputs),
  ) as [Step<BootRecord>, Step<BootRecord>];
  const read = { first, second, kernel: of.built };
  const { evidence } = platform;
  const counted = step(readCounts, label, { evidence }, read);
  return { ...namesOf(subject), boots: [first, second], counted };
}

function profileOf(subject: Subject): PlannedProfile {
  const { ground, of, platform } = subject;
  const { params, inputs, label } = bootOf(subject);
  const source = ground.all.counter;
  const counter = step(buildCounter, "counter", { source, toolchain: ground.host.toolchain }, {});
  const [first, second] = [1, 2].map((take) =>
    step(profileBoot, `${label} ${take}`, { ...params, take }, { ...inputs, counter }),
  ) as [Step<ProfiledBoot>, Step<ProfiledBoot>];
  const { evidence } = platform;
  const read = step(readProfile, label, { evidence }, { first, second, kernel: of.built });
  return { ...namesOf(subject), boots: [first, second], read };
}

function namesOf({ ground, of, platform }: Subject) {
  const machine = isGuest(platform) ? hostOf(ground.all, platform) : platform;
  return { of, platform: platform.platform, cpu: cpuOf(machine) };
}

/** What a boot that counts takes, but for which of the two it is. */
function bootOf({ ground, machinery, of, platform }: Subject) {
  const { qemu } = machinery;
  const label = `${platform.platform} ${labelOf(of)}`;
  const ofKernel = { kernel: of, machinery };
  if (!isGuest(platform))
    return {
      label,
      params: { platform, qemu },
      inputs: bootInputs(ofKernel, platform, [platform]),
    };
  const host = hostOf(ground.all, platform);
  const inputs = {
    ...bootInputs(ofKernel, host, [platform]),
    image: imageOf(ground, machinery, platform),
  };
  return { label, params: { platform, host, qemu }, inputs };
}

function imageOf({ all }: Ground, { hostImages }: Machinery, platform: GuestPlatform) {
  const name = hostImageOf(all, platform);
  return wanted(hostImages.get(name), name);
}

function labelOf({ series, head, flavour, patches }: MeasuredKernel): string {
  const some = patches === undefined ? "" : `:${patches}`;
  return `${flavour} ${head}${series === baseRow ? "" : `+${series}${some}`}`;
}
