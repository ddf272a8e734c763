// What a judge has of one speaker: its console, the records on it, and the secret that its own records carry.

import type { ConsoleFacts, ConsoleFault } from "./console-fault.ts";
import type { Fault, Finding, FindingReason } from "./finding.ts";
import type { ConsoleRecords, RecordLine } from "../boot/guest-record.ts";
import { messageText } from "./message-text.ts";

export type Witness = {
  readonly console: ConsoleFacts;
  readonly records: ConsoleRecords;
  readonly nonce: string;
  /** The numbers of the lines with which it filled its console. */
  readonly loadLines: ReadonlySet<number>;
};

/** Only records with the boot's own nonce are the speaker's. */
export function bodiesOf({ records, nonce }: Witness): RecordLine[] {
  return records.records.filter((record) => record.nonce === nonce);
}

/** Lines of a fault's report that a finding holds: some architectures print thirty of registers before the trace. */
const heldLines = 45;

/** A fault on the console as a finding: the line that decided, and what follows it. */
export function faultFinding(
  { console }: Witness,
  { line, text }: Pick<ConsoleFault, "line" | "text">,
  reason: FindingReason,
  fault: Fault,
): Finding {
  return {
    reason,
    fault,
    // The deciding line keeps its time stamp; a headline is better without.
    summary: messageText(text),
    line: { in: console.name, line, text },
    detail: console.lines.slice(line - 1, line - 1 + heldLines),
  };
}

export function lastLines(console: ConsoleFacts): string[] {
  return console.lines.filter((line) => line.trim()).slice(-25);
}
