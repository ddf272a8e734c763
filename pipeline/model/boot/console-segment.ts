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
  /** `DOM1` or `d1` if Xen relays a domain; empty for the owner of the console. */
  readonly domain: string;
  /** Counted from 1. */
  readonly line: number;
  /** Without the prefix of the message; the message's own indentation is kept. */
  readonly text: string;
  /** As it stands on the console. */
  readonly whole: string;
  /** In seconds, as printed. */
  readonly stamp?: string;
  readonly record?: RecordLine;
  readonly damaged?: DamagedLine;
};
