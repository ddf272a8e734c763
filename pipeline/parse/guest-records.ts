// Console text -> the guest's records. A line that is not whole is damage, never a guess.

import { isDeepStrictEqual } from "node:util";
import { crc32 } from "node:zlib";
import {
  type ConsoleRecords,
  type DamagedLine,
  guestRecordSchema,
  type RecordLine,
} from "../model/guest-record.ts";

const form = /^@tb ([0-9a-f]{16}) (\d{1,6}) ([0-9a-f]{8}) (\{.*)$/;

/** More than a guest ever writes in one record; a hostile line must not cost us a CRC for each of its braces. */
const longestRecord = 4096;

/**
 * Reads every line that holds a record. Kernel output may stand before and behind one: its CRC says where it
 * ends. Kernel output in the middle of one is damage. What the guest said twice, to the byte, counts once: it
 * repeats a record when the kernel printed meanwhile.
 */
export function guestRecords(lines: readonly string[]): ConsoleRecords {
  const records: RecordLine[] = [];
  const damaged: DamagedLine[] = [];
  for (const [index, text] of lines.entries()) {
    const at = text.indexOf("@tb ");
    if (at === -1) continue;
    const read = recordOf(text.slice(at), index + 1);
    if ("why" in read) damaged.push(read);
    else if (!isRepeated(records.at(-1), read)) records.push(read);
  }
  return { records, damaged };
}

function isRepeated(last: RecordLine | undefined, read: RecordLine): boolean {
  return (
    last?.nonce === read.nonce && last.seq === read.seq && isDeepStrictEqual(last.body, read.body)
  );
}

function recordOf(text: string, line: number): RecordLine | DamagedLine {
  const parts = form.exec(text);
  if (!parts) return { line, text, why: "form" };
  const [, nonce = "", seq = "", sum = "", rest = ""] = parts;
  const json = summedTo(sum, `${nonce} ${seq} `, rest.slice(0, longestRecord));
  if (json === undefined) return { line, text, why: "crc" };
  return bodyOf(json, { line, nonce, seq: Number(seq) }) ?? { line, text, why: "shape" };
}

/** What begins the text, ends with a brace and has the checksum; the longest of them. One pass, however many braces. */
function summedTo(sum: string, head: string, text: string): string | undefined {
  let found: string | undefined;
  let crc = crc32(head);
  let from = 0;
  for (const { index } of text.matchAll(/\}/g)) {
    crc = crc32(text.slice(from, index + 1), crc);
    from = index + 1;
    if (crc === Number.parseInt(sum, 16)) found = text.slice(0, from);
  }
  return found;
}

function bodyOf(json: string, place: Omit<RecordLine, "body">): RecordLine | undefined {
  const body = guestRecordSchema.safeParse(parsed(json));
  return body.success ? { ...place, body: body.data } : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Text that is no JSON has no shape either; the caller reports it as damage.
    return undefined;
  }
}
