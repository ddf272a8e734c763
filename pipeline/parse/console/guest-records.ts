// Console text -> the guest's records. A line that is not whole is damage, never a guess.

import { isDeepStrictEqual } from "node:util";
import type { Segment } from "../../model/boot/console-segment.ts";
import type { ConsoleRecords, DamagedLine, RecordLine } from "../../model/boot/guest-record.ts";
import { segmentsOf } from "./console-segments.ts";

/**
 * Reads every line that holds a record. Kernel output may stand before and behind one: its CRC says where it
 * ends. Kernel output in the middle of one is damage. What the guest said twice, to the byte, counts once: it
 * repeats a record when the kernel printed meanwhile.
 */
export function guestRecords(lines: readonly string[]): ConsoleRecords {
  return recordsIn(segmentsOf(lines));
}

/** The same of a console that was read already. */
export function recordsIn(segments: readonly Segment[]): ConsoleRecords {
  const records: RecordLine[] = [];
  const damaged: DamagedLine[] = [];
  for (const segment of segments) {
    if (segment.damaged) damaged.push(segment.damaged);
    if (segment.record && !isRepeated(records.at(-1), segment.record)) records.push(segment.record);
  }
  return { records, damaged };
}

function isRepeated(last: RecordLine | undefined, read: RecordLine): boolean {
  return (
    last?.nonce === read.nonce && last.seq === read.seq && isDeepStrictEqual(last.body, read.body)
  );
}
