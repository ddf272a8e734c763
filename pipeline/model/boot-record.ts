// What a boot leaves behind. It decides nothing; a judge reads it.

import type { Artifact } from "./artifact.ts";
import type { Accelerator } from "./accelerator.ts";

export type BootEndCause =
  /** QEMU ended after the guest's last record: as it should be. */
  | "power-off"
  /** QEMU ended before the guest's last record. */
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
  | "cap";

export type BootEnd = {
  /** `exited`: QEMU went by itself. `killed`: we stopped it, and `because` says why. */
  readonly how: "exited" | "killed";
  readonly because: BootEndCause;
  readonly exitCode?: number;
};

export type BootRecord = {
  readonly platform: string;
  readonly accelerator: Accelerator;
  /** What the proof of KVM came to when this was booted. */
  readonly kvmProof: string;
  /** SHA-256 of the QEMU binary. */
  readonly qemu: string;
  /** The guest's own console: the domU's where the platform is one. */
  readonly console: Artifact;
  /** The secret of this boot: a record without it is not the guest's. */
  readonly nonce: string;
  /** What runs the guest and speaks for itself: dom0 of a domU platform. */
  readonly host?: { readonly console: Artifact; readonly nonce: string };
  readonly ended: BootEnd;
  /** The registers of every vCPU, taken before a hung guest was killed. */
  readonly registers?: Artifact;
  /** What QEMU itself said. */
  readonly qemuSaid: readonly string[];
};
