// One record of the guest protocol out of a piece of a line: `@tb <nonce> <seq> <crc32> <json>`.

import { crc32 } from "node:zlib";
import {
  type DamagedLine,
  guestRecordSchema,
  type RecordLine,
} from "../../model/boot/guest-record.ts";

/** What every record begins with. */
export const recordMark = "@tb ";

/** `length`: characters from the mark on that the checksum covers; nobody printed into them. */
export type RecordRead =
  | { readonly record: RecordLine; readonly length: number }
  | { readonly damaged: DamagedLine; readonly length?: undefined }
  | { readonly damaged: DamagedLine; readonly length: number };

const form = /^@tb ([0-9a-f]{16}) (\d{1,6}) ([0-9a-f]{8}) (?=\{)/;

/** More than a guest ever writes in one record; a hostile line must not cost us a CRC for each of its braces. */
const longestRecord = 4096;

/** `text` begins with the mark. Kernel output may stand behind a record: its CRC says where it ends. */
export function recordIn(text: string, line: number): RecordRead {
  const parts = form.exec(text);
  if (!parts) return { damaged: { line, text, why: "form" } };
  const [head, nonce = "", seq = "", sum = ""] = parts;
  const rest = text.slice(head.length, head.length + longestRecord);
  const json = summedTo(sum, `${nonce} ${seq} `, rest);
  if (json === undefined) return { damaged: { line, text, why: "crc" } };
  const length = head.length + json.length;
  const record = bodyOf(json, { line, nonce, seq: Number(seq) });
  return record ? { record, length } : { damaged: { line, text, why: "shape" }, length };
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
