// What a boot leaves behind. It decides nothing; a judge reads it.

import type { Artifact } from "../artifact.ts";
import type { Accelerator } from "../described/accelerator.ts";
import type { CpuSample, Heard } from "./cpu-use.ts";
import type { ClockReading } from "./clock-reading.ts";

export type BootEndCause =
  /** It ended after the guest's last record: as it should be. */
  | "power-off"
  /** It ended before the guest's last record. */
  | "early-exit"
  /** The guest said all it had to say and did not power off. */
  | "unclean"
  /** A fault was seen and the time to go on reading was over. */
  | "fault"
  /** No first record in time. */
  | "no-start"
  /** No byte on any console for too long. */
  | "silence"
  /** The total time was over. */
  | "cap"
  /** The host went down, or stopped answering, while this guest ran. */
  | "host-ended"
  /** This guest was never started: the host went down before, or could not create it. */
  | "not-reached"
  /** How it ended is not known. */
  | "saved";

export type BootEnd = {
  /**
   * `exited`: the machine went by itself. `killed`: it was stopped, and `because` says why. `saved`: of a log from
   * elsewhere, which says nothing of how the machine ended.
   */
  readonly how: "exited" | "killed" | "saved";
  readonly because: BootEndCause;
  /** QEMU's, where the guest had a QEMU of ours. */
  readonly exitCode?: number;
};

export type BootRecord = {
  readonly platform: string;
  readonly accelerator: Accelerator;
  /** The result of the KVM proof at the time of this boot. */
  readonly kvmProof: string;
  /** SHA-256 of the QEMU binary. */
  readonly qemu: string;
  /** The guest's own console. */
  readonly console: Artifact;
  /** The secret of this boot: a record without it is not the guest's. */
  readonly nonce: string;
  /** What runs the guest and speaks for itself: one console for all guests of that boot. */
  readonly host?: { readonly platform: string; readonly console: Artifact; readonly nonce: string };
  /** Wall time from the guest's start to its end. */
  readonly seconds: number;
  readonly ended: BootEnd;
  /** The guest's clock as it arrived; nothing in records of old. */
  readonly clock?: readonly ClockReading[];
  /** When its records came in; nothing in records of old. */
  readonly heard?: Heard;
  /** What QEMU's vCPUs got of this machine while it ran, a sample a second; nothing in records of old, and of UML. */
  readonly cpu?: readonly CpuSample[];
  /** How often its host was woken up, as the guest was silent; nothing where it was not. */
  readonly nudged?: number;
  /** The registers of every vCPU, taken before a hung guest was killed. */
  readonly registers?: Artifact;
  /** The names of QEMU's own events (QMP), in order; nothing in records of old, and where a host runs the guest. */
  readonly events?: readonly string[];
  /** What QEMU itself said. */
  readonly qemuSaid: readonly string[];
};

/** What one boot of a host leaves behind: a record for each guest, by platform. */
export type SharedBoot = { readonly guests: Readonly<Record<string, BootRecord>> };

/** Of a boot that repeats one: `after` is that one's nonce, so that no record of an older failure passes for a new try. */
export type BootAgain = { readonly attempt: number; readonly after: string };
