// What is wrong with the thing under test: a value with its evidence, never an exception.

import { linuxFault } from "./fault-of-message.ts";
import { messageText } from "./message-text.ts";

/** Who must act. In doubt it is the infrastructure. */
export type Fault = "series" | "head" | "hypervisor" | "description" | "infrastructure";

/** The origin of the kernel: the series. For the unpatched kernel it is the head; see verdict.ts. */
export const kernelFault: Fault = "series";

export type FindingReason =
  // rebase
  | "unusable-series"
  | "conflict"
  | "empty-patch"
  // configure and build
  | "option-lost"
  | "build-failed"
  | "bad-product"
  | "over-limit"
  | "not-reproduced"
  // made again of what another machine made
  | "differs-elsewhere"
  // before the boot
  | "known-trap"
  // instead of a boot: no machine brought the cell
  | "missing-part"
  // boot, in the order in which a judge looks
  | "hypervisor-crash"
  | "host-failed"
  | "guest-not-created"
  | "not-reached"
  | "panic"
  | "oops"
  | "denied-line"
  | "tainted"
  | "reset"
  | "no-start"
  | "hang"
  | "silence"
  | "died"
  | "damaged-records"
  | "missing-records"
  | "lost-output"
  | "wrong-kernel"
  | "wrong-platform"
  | "wrong-clock"
  | "test-failed"
  | "test-skipped"
  | "unexpected-fact"
  | "missing-proof";

/** Decided only because something did not come: a clock, a gap. Of a host, where no line of its console decided. */
const absences: ReadonlySet<string> = new Set([
  "guest-not-created",
  "not-reached",
  "no-start",
  "hang",
  "silence",
  "died",
  "damaged-records",
  "missing-records",
  "wrong-clock",
  "missing-proof",
]);

/** Decided by a clock of the kernel's own. */
export function isWatchdog({ line }: { readonly line?: EvidenceLine | undefined }): boolean {
  return line !== undefined && isTiming(line.text);
}

/** Absence of evidence; everything else was said by the kernel, the hypervisor or the guest itself. */
export function isAbsence(finding: {
  readonly reason: string;
  readonly line?: EvidenceLine | undefined;
}): boolean {
  const { reason, line } = finding;
  return isWatchdog(finding) || absences.has(reason) || (reason === "host-failed" && !line);
}

/** What the kernel's own clocks said; a row of the tables of faults. */
function isTiming(line: string): boolean {
  return linuxFault(messageText(line))?.timing ?? false;
}

/** A place in a text artifact that a reader can go to. */
type EvidenceLine = {
  /** The artifact's name, for instance `console.log`. */
  readonly in: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
};

export type Finding = {
  readonly reason: FindingReason;
  readonly fault: Fault;
  /** One sentence that names the thing and what is wrong with it. */
  readonly summary: string;
  /** The line that decided, where there is one. */
  readonly line?: EvidenceLine;
  /** More lines for a reader: the files and hunks of a conflict, the compiler's words, the last console lines. */
  readonly detail?: readonly string[];
};
