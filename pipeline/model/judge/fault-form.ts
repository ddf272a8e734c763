// A row of the tables of faults beside this file: how a kernel or a hypervisor says that something broke.

import type { ConsoleFaultKind } from "./console-fault.ts";
import type { TaintLetter } from "./taint.ts";

export type FaultForm = {
  /** A short word of the fault's own, the same in every release that prints it otherwise. */
  readonly name: string;
  readonly kind: ConsoleFaultKind;
  /** Of a message from its first letter on, without stamp, level or speaker. No flags: rows are joined to one. */
  readonly pattern: RegExp;
  /** The file of Linux or Xen that prints it. */
  readonly source: string;
  /** The taint that comes with it. */
  readonly taint?: TaintLetter;
  /** By the kernel's own clocks: on an emulated machine they measure how busy its host is, so once proves nothing. */
  readonly timing?: true;
  /** Words that identify the message at any position of a line, for messages without a time stamp. */
  readonly distinct?: RegExp;
  /** Printed past the log, without a stamp, also where other lines have one. */
  readonly raw?: true;
  /** What ends or begins another fault's report: it counts where that one's own line is lost. */
  readonly echo?: true;
};
