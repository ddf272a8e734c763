// A record as a guest writes it, with its checksum.

import { crc32 } from "node:zlib";
import type { GuestRecord } from "../model/boot/guest-record.ts";
import { nonce as own } from "./corpus-rig.ts";

export function record(seq: number, body: GuestRecord, nonce: string = own): string {
  const json = JSON.stringify(body);
  const sum = crc32(`${nonce} ${seq} ${json}`).toString(16).padStart(8, "0");
  return `@tb ${nonce} ${seq} ${sum} ${json}`;
}
