// What is to be measured: pure data, beside the plan of the kernels it is measured on.

import type { BootRecord } from "./boot-record.ts";
import type { Count } from "./count.ts";
import type { ElfSizes } from "./elf-sizes.ts";
import type { Kernel } from "./kernel.ts";
import type { PlannedKernel, Plan } from "./plan.ts";
import type { Profile, ProfiledBoot } from "./profile.ts";
import type { Step } from "./step.ts";

/** `patches`: how many of the series' are applied, where not all are. */
export type MeasuredKernel = PlannedKernel & { readonly patches?: number };

export type PlannedCount = {
  readonly of: MeasuredKernel;
  readonly platform: string;
  /** QEMU's -cpu. */
  readonly cpu: string;
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
  readonly boots: readonly Step<ProfiledBoot>[];
  readonly read: Step<Profile>;
};

export type BenchPlan = {
  /** Heads, rebases, kernels and hypervisors; it has no cells. */
  readonly plan: Plan;
  readonly counts: readonly PlannedCount[];
  readonly sizes: readonly PlannedSize[];
  readonly profiles: readonly PlannedProfile[];
};

/** The steps that must be done; what they need comes with them. */
export function benchTargetsOf({ counts, sizes, profiles }: BenchPlan): Step[] {
  return [
    ...sizes.map(({ measured }) => measured),
    ...counts.map(({ counted }) => counted),
    ...profiles.map(({ read }) => read),
  ];
}
