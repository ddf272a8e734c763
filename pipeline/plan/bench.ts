// Descriptions and pins -> what is to be measured: {base, series} on the chosen platforms, and the base without PARAVIRT.

import type { BenchPlan, MeasuredKernel, PlannedCount, PlannedSize } from "../model/bench-plan.ts";
import { cpuOf } from "../model/counting.ts";
import { type GuestPlatform, isGuest, type Platform } from "../model/platform.ts";
import { baseRow } from "../model/series.ts";
import { step, type Step } from "../model/step.ts";
import type { BootRecord } from "../model/boot-record.ts";
import { countBoot } from "../steps/count-boot.ts";
import { measureSize } from "../steps/measure-size.ts";
import { readCounts } from "../steps/read-counts.ts";
import { bootInputs, type Machinery } from "./cell.ts";
import { type Ground, machineryOf, plannedKernels } from "./matrix.ts";
import { plannedHeads, plannedRebases } from "./rebases.ts";
import { ledgerKernels } from "./ledger.ts";
import { hostOf } from "./row.ts";
import { hostImageOf } from "./selection.ts";
import { wanted } from "./wanted.ts";

/** `perPatch`: also the kernels with the first patch of each series, the first two, and so on. */
export function benchPlanOf(ground: Ground, perPatch: boolean): BenchPlan {
  const { selection, all } = ground;
  const heads = plannedHeads(ground);
  const rebases = plannedRebases(ground, heads);
  const kernels = plannedKernels(ground, heads, rebases);
  const machinery = machineryOf(ground);
  const platforms = selection.platforms.map((name) => wanted(all.platforms.get(name), name));
  const bare = platforms.filter((platform) => platform.entry === "direct");
  const native = wantsNative(ground, bare) ? nativeKernels(ground, heads) : [];
  const steps = perPatch ? ledgerKernels(ground, heads) : [];
  const counted = (of: MeasuredKernel, on: readonly Platform[]) =>
    on.map((platform) => countOf(ground, machinery, of, platform));
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
    sizes: [...kernels, ...native, ...steps].map(sizeOf),
  };
}

/** Whoever names flavours gets those and no other. */
function wantsNative({ all, selection }: Ground, bare: readonly Platform[]): boolean {
  const usual = all.installation.default.flavours;
  return bare.length > 0 && selection.flavours === usual;
}

/** The unpatched heads without PARAVIRT: a kernel that only bare machines boot. */
function nativeKernels(ground: Ground, heads: Parameters<typeof plannedKernels>[1]) {
  const { native } = ground.all.installation.bench;
  const selection = { ...ground.selection, flavours: [native] };
  return plannedKernels({ ...ground, selection }, heads, []);
}

function sizeOf(of: MeasuredKernel): PlannedSize {
  const measured = step(measureSize, labelOf(of), {}, { kernel: of.built });
  return { of, kernel: of.built, measured };
}

function countOf(
  ground: Ground,
  machinery: Machinery,
  of: MeasuredKernel,
  platform: Platform,
): PlannedCount {
  const label = `${platform.platform} ${labelOf(of)}`;
  const [first, second] = [1, 2].map((take) => bootOf({ ground, machinery, of, platform, take }));
  if (!first || !second) throw new Error("two boots were planned");
  const machine = isGuest(platform) ? hostOf(ground.all, platform) : platform;
  return {
    of,
    platform: platform.platform,
    cpu: cpuOf(machine),
    boots: [first, second],
    counted: step(
      readCounts,
      label,
      { evidence: platform.evidence },
      { first, second, kernel: of.built },
    ),
  };
}

type Boot = {
  readonly ground: Ground;
  readonly machinery: Machinery;
  readonly of: MeasuredKernel;
  readonly platform: Platform;
  readonly take: number;
};

function bootOf({ ground, machinery, of, platform, take }: Boot): Step<BootRecord> {
  const { qemu } = machinery;
  const label = `${platform.platform} ${labelOf(of)} ${take}`;
  const inputs = (machine: Parameters<typeof bootInputs>[1]) =>
    bootInputs({ kernel: of, machinery }, machine);
  if (!isGuest(platform))
    return step(countBoot, label, { platform, qemu, take }, inputs(platform));
  const host = hostOf(ground.all, platform);
  const image = imageOf(ground, machinery, platform);
  return step(countBoot, label, { platform, host, qemu, take }, { ...inputs(host), image });
}

function imageOf({ all }: Ground, { hostImages }: Machinery, platform: GuestPlatform) {
  const name = hostImageOf(all, platform);
  return wanted(hostImages.get(name), name);
}

function labelOf({ series, head, flavour, patches }: MeasuredKernel): string {
  const some = patches === undefined ? "" : `:${patches}`;
  return `${flavour} ${head}${series === baseRow ? "" : `+${series}${some}`}`;
}
