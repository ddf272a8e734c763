// How QEMU runs guest code. KVM counts only once a guest has booted with it: a device that opens proves nothing.

/** `none`: the kernel is a program of this machine, and no QEMU runs it. */
export type Accelerator = "tcg" | "kvm" | "none";

export type AcceleratorProof = {
  readonly kvm: boolean;
  /** The output of the proof, or the reason why there is none. */
  readonly because: string;
};

/** How much slower than KVM a guest's clocks must be taken. */
export const slowdown: Readonly<Record<Accelerator, number>> = { none: 1, kvm: 1, tcg: 6 };
