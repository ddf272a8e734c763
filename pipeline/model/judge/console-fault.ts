// What a console shows of a kernel or hypervisor that went down.

import type { Segment } from "../boot/console-segment.ts";

/** `hypervisor-oops`: the hypervisor complains of itself and goes on. */
export type ConsoleFaultKind = "hypervisor-crash" | "hypervisor-oops" | "panic" | "oops" | "reset";

export type ConsoleFault = {
  readonly kind: ConsoleFaultKind;
  /** The name of the form by which it was known; see fault-form.ts. */
  readonly form: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
};

/** A console read once: all that a judge looks at. */
export type ConsoleFacts = {
  readonly name: string;
  readonly lines: readonly string[];
  readonly segments: readonly Segment[];
  readonly faults: readonly ConsoleFault[];
};
