// Descriptions and pins -> what is to be measured: {base, series} on the chosen platforms, and the base without PARAVIRT.

import type {
  BenchPlan,
  MeasuredKernel,
  PlannedCount,
  PlannedProfile,
  PlannedSize,
} from "../../model/cost/bench-plan.ts";
import type { ProfiledBoot } from "../../model/cost/profile.ts";
import { buildCounter } from "../../steps/build/build-counter.ts";
import { profileBoot } from "../../steps/measure/profile-boot.ts";
import { readProfile } from "../../steps/measure/read-profile.ts";
import { cpuOf, whyNotCounted } from "../../model/cost/counting.ts";
import { UserError } from "../../model/errors.ts";
import {
  type GuestPlatform,
  isGuest,
  isMachine,
  type Platform,
  type ProgramPlatform,
} from "../../model/described/platform.ts";
import type { PlannedKernel } from "../../model/work/plan.ts";
import { baseRow } from "../../model/described/series.ts";
import { step, type Step } from "../../model/work/step.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import { countBoot } from "../../steps/measure/count-boot.ts";
import { measureSize } from "../../steps/measure/measure-size.ts";
import { readCounts } from "../../steps/measure/read-counts.ts";
import { withoutUnsaidEvidence } from "./without-unsaid-evidence.ts";
import { bootInputs, type Machinery } from "./cell.ts";
import { type PlanRequest, machineryOf, plannedKernels } from "./matrix.ts";
import { plannedHeads, plannedRebases } from "./rebases.ts";
import { perPatchKernels } from "./per-patch-kernels.ts";
import { plannedTimes } from "./times.ts";
import { hostOf } from "./row.ts";
import { hostImageOf } from "../read/selection.ts";
import { required } from "../required.ts";
import { emulatorFor } from "./architecture-tools.ts";

export type BenchWishes = {
  /** Also the kernels with the first patch of each series, the first two, and so on. */
  readonly ledger: boolean;
  /** Also boot by phase, and the functions that account for a difference. */
  readonly where: boolean;
};

/** Those that QEMU runs: a program of this machine counts nothing. */
type Countable = Exclude<Platform, ProgramPlatform>;

function isCountable(platform: Platform): platform is Countable {
  return whyNotCounted(platform) === undefined;
}

/** The counter knows the marks that guests of PCs execute (images/counter/counter.c). */
function isProfiled({ architectures }: PlanRequest["all"], { arch }: Platform): boolean {
  return architectures.get(arch)?.guest === "x86";
}

export function benchPlanOf(request: PlanRequest, { ledger, where }: BenchWishes): BenchPlan {
  const { selection, all } = request;
  const heads = plannedHeads(request);
  const rebases = plannedRebases(request, heads);
  const kernels = plannedKernels(request, heads, rebases);
  const machinery = machineryOf(request);
  const asked = selection.platforms.map((name) => required(all.platforms.get(name), name));
  const platforms = asked.filter((platform) => isCountable(platform));
  const notCounted = asked.flatMap((platform) => whyNotCounted(platform) ?? []);
  if (!platforms.length && notCounted[0] !== undefined)
    throw new UserError(notCounted[0], "name others: ./twinboot list platforms");
  const bare = platforms.filter((platform) => platform.entry === "direct");
  const native = nativeKernels(request, heads, bare);
  const steps = ledger ? perPatchKernels(request, heads) : [];
  // The boot cost of each patch is seen on one bare machine.
  const ledgerOn = ledger ? bare.slice(0, 1) : [];
  const profiled: readonly (readonly [MeasuredKernel, readonly Countable[]])[] = [
    ...kernels.map((of) => [of, where ? platforms : ledgerOn] as const),
    ...steps.map((of) => [of, ledgerOn] as const),
  ];
  const bootable = (of: MeasuredKernel, on: readonly Countable[]): Countable[] => {
    const own = required(all.flavours.get(of.flavour), of.flavour);
    return on.filter(({ arch }) => arch === own.arch).map((one) => withoutUnsaidEvidence(own, one));
  };
  const counted = (of: MeasuredKernel, on: readonly Countable[]) =>
    bootable(of, on).map((platform) => countOf({ request, machinery, of, platform }));
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
      bootable(
        of,
        on.filter((one) => isProfiled(all, one)),
      ).map((platform) => profileOf({ request, machinery, of, platform })),
    ),
    sizes: [...kernels, ...native, ...steps].map(sizeOf),
    times: plannedTimes({
      machinery,
      kernels,
      platforms: platforms.filter((one) => isMachine(one)),
      boots: (of, on) => bootable(of, [on]).length > 0,
    }),
    notCounted,
  };
}

/** The unpatched heads without PARAVIRT, booted on bare machines only. Left out if flavours are named. */
function nativeKernels(
  request: PlanRequest,
  heads: Parameters<typeof plannedKernels>[1],
  bare: readonly Platform[],
): PlannedKernel[] {
  const { bench, default: usual } = request.all.installation;
  const arch = request.all.flavours.get(bench?.native ?? "")?.arch;
  if (
    !bench?.native ||
    !bare.some((one) => one.arch === arch) ||
    request.selection.flavours !== usual.flavours
  )
    return [];
  const selection = { ...request.selection, flavours: [bench.native] };
  return plannedKernels({ ...request, selection }, heads, []);
}

function sizeOf(of: MeasuredKernel): PlannedSize {
  const measured = step(measureSize, labelOf(of), {}, { kernel: of.built });
  return { of, kernel: of.built, measured };
}

type Subject = {
  readonly request: PlanRequest;
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
  const { request, of, platform } = subject;
  const { params, inputs, label } = bootOf(subject);
  const source = request.all.counter;
  const counter = step(buildCounter, "counter", { source, toolchain: request.host.toolchain }, {});
  const [first, second] = [1, 2].map((take) =>
    step(profileBoot, `${label} ${take}`, { ...params, take }, { ...inputs, counter }),
  ) as [Step<ProfiledBoot>, Step<ProfiledBoot>];
  const { evidence } = platform;
  const read = step(readProfile, label, { evidence }, { first, second, kernel: of.built });
  return { ...namesOf(subject), boots: [first, second], read };
}

function namesOf({ request, of, platform }: Subject) {
  const machine = isGuest(platform) ? hostOf(request.all, platform) : platform;
  const { qemu } = emulatorFor(request.all, request.host, platform.arch);
  return { of, platform: platform.platform, cpu: cpuOf(machine), qemu };
}

/** What a boot that counts takes, but for which of the two it is. */
function bootOf({ request, machinery, of, platform }: Subject) {
  const by = emulatorFor(machinery, request.host, platform.arch);
  const label = `${platform.platform} ${labelOf(of)}`;
  const ofKernel = { kernel: of, machinery };
  if (!isGuest(platform))
    return {
      label,
      params: { platform, ...by },
      inputs: bootInputs(ofKernel, platform, [platform]),
    };
  const host = hostOf(request.all, platform);
  const inputs = {
    ...bootInputs(ofKernel, host, [platform]),
    image: imageOf(request, machinery, platform),
  };
  return { label, params: { platform, host, ...by }, inputs };
}

function imageOf({ all }: PlanRequest, { hostImages }: Machinery, platform: GuestPlatform) {
  const name = hostImageOf(all, platform);
  return required(hostImages.get(name), name);
}

function labelOf({ series, head, flavour, patches }: MeasuredKernel): string {
  const some = patches === undefined ? "" : `:${patches}`;
  return `${flavour} ${head}${series === baseRow ? "" : `+${series}${some}`}`;
}
