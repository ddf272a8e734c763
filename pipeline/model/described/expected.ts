// What a boot must prove, apart from completing.

import type { Known } from "./known.ts";
import type { PlatformEvidence } from "./platform.ts";

export type Expected = {
  /** Absent only if it is not known: the console of another tool. */
  readonly buildId?: string;
  readonly evidence: PlatformEvidence;
  /** Tests that must run on the platform, which `by` names. Absent if not required: for a count, or the console of another tool. */
  readonly required?: { readonly by: string; readonly probes: readonly string[] };
  /** Facts the series promises on this platform; null: one that must not be there. */
  readonly facts: Readonly<Record<string, string | null>>;
  readonly kunit: readonly string[];
  /** Suites that may be skipped on this platform, each with the reason it must give. */
  readonly skips?: Readonly<Record<string, string>>;
  /** True where the hypervisor writes to the guest's console: under Xen, dom0's. Elsewhere its words are the guest's. */
  readonly hypervisorSpeaks: boolean;
  /** The guest is not ours: it has no records, and its console is all there is of it. Absent: it is. */
  readonly foreign?: true;
  /** Its console is KTAP, and each result on it counts, for or against what runs it. Absent: none does. */
  readonly ktap?: true;
  /** The hypervisor stays when the guest has powered off, and is stopped by us. Absent: the machine goes with its guest. */
  readonly outlived?: true;
  readonly known: readonly Known[];
  /** Tests that fail on the platform's baseline too, with the same kernel: they say nothing of this platform. */
  readonly excused?: { readonly by: string; readonly tests: readonly string[] };
};
