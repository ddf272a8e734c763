// What a console shows of a kernel or hypervisor that went down.

export type ConsoleFaultKind = "hypervisor-crash" | "panic" | "oops" | "reset";

export type ConsoleFault = {
  readonly kind: ConsoleFaultKind;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
};

/** A console read once: all that a judge looks at. */
export type ConsoleFacts = {
  readonly name: string;
  readonly lines: readonly string[];
  readonly faults: readonly ConsoleFault[];
};
