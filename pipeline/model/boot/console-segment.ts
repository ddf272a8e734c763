// A console in pieces, each with who says it. A line may hold several: what speaks next does not wait for a newline.

import type { DamagedLine, RecordLine } from "./guest-record.ts";

/**
 * `kernel`: with a time stamp or a level. `hypervisor`: behind `(XEN) `. `record`: the guest's, whole. `damaged`: what
 * begins like a record, up to the next speaker. `user`: no stamp where the kernel's lines have one. `unstamped`: the
 * kernel's lines have none, so it may be the kernel or anybody.
 */
type Speaker = "kernel" | "hypervisor" | "user" | "unstamped" | "record" | "damaged";

export type Segment = {
  readonly speaker: Speaker;
  /** `DOM1`, `d1` where Xen relays a domain; empty for whoever owns the console. */
  readonly domain: string;
  /** Counted from 1. */
  readonly line: number;
  /** Without what stands before a message; its own indentation is kept. */
  readonly text: string;
  /** As it stands on the console. */
  readonly whole: string;
  /** In seconds, as printed. */
  readonly stamp?: string;
  readonly record?: RecordLine;
  readonly damaged?: DamagedLine;
};
