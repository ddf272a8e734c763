// What is to be measured: pure data, beside the plan of the kernels it is measured on.

import type { PlannedBoot } from "../boot/boot-order.ts";
import type { BootRecord } from "../boot/boot-record.ts";
import type { Count } from "./count.ts";
import type { ElfSizes } from "./elf-sizes.ts";
import type { GuestMetric } from "../boot/guest-record.ts";
import type { Kernel } from "../described/kernel.ts";
import type { PlannedKernel, Plan } from "../work/plan.ts";
import type { Profile, ProfiledBoot } from "./profile.ts";
import type { Step } from "../work/step.ts";

/** `patches`: how many of the series' are applied, where not all are. */
export type MeasuredKernel = PlannedKernel & { readonly patches?: number };

export type PlannedCount = {
  readonly of: MeasuredKernel;
  readonly platform: string;
  /** QEMU's -cpu. */
  readonly cpu: string;
  /** SHA-256 of its binary. */
  readonly qemu: string;
  readonly boots: readonly Step<BootRecord>[];
  readonly counted: Step<readonly Count[]>;
};

export type PlannedSize = {
  readonly of: MeasuredKernel;
  readonly kernel: Step<Kernel>;
  readonly measured: Step<ElfSizes>;
};

export type PlannedProfile = {
  readonly of: MeasuredKernel;
  readonly platform: string;
  /** QEMU's -cpu. */
  readonly cpu: string;
  /** SHA-256 of its binary. */
  readonly qemu: string;
  readonly boots: readonly Step<ProfiledBoot>[];
  readonly read: Step<Profile>;
};

/** One of the boots that time a platform, in their order: base and every series take turns. */
export type PlannedTime = {
  readonly of: MeasuredKernel;
  readonly platform: string;
  readonly planned: PlannedBoot;
  readonly booted: Step<BootRecord>;
  readonly read: Step<readonly GuestMetric[]>;
};

export type BenchPlan = {
  /** Heads, rebases, kernels and hypervisors; it has no cells. */
  readonly plan: Plan;
  readonly counts: readonly PlannedCount[];
  readonly sizes: readonly PlannedSize[];
  readonly profiles: readonly PlannedProfile[];
  /** None where no guest has booted with KVM: times under TCG are the translator's. */
  readonly times: readonly PlannedTime[];
  /** What was asked for and is not counted, with the reason. */
  readonly notCounted: readonly string[];
};

/** The boots that are timed: after everything else, alone. */
export function timedTargetsOf({ times }: BenchPlan): Step[] {
  return times.map(({ read }) => read);
}

/** The steps that must be done; what they need comes with them. */
export function benchTargetsOf({ counts, sizes, profiles }: BenchPlan): Step[] {
  return [
    ...sizes.map(({ measured }) => measured),
    ...counts.map(({ counted }) => counted),
    ...profiles.map(({ read }) => read),
  ];
}
