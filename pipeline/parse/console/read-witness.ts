// A console's bytes -> what a judge has of its speaker.

import type { Segment } from "../../model/boot/console-segment.ts";
import type { RecordLine } from "../../model/boot/guest-record.ts";
import type { Witness } from "../../model/judge/witness.ts";
import { consoleFacts } from "./console.ts";
import { recordsIn } from "./guest-records.ts";
import { loadLines } from "./load-lines.ts";
import { savedLog } from "./saved-log.ts";

/** Of a boot of ours: the secret that it was given is known. */
export function readWitness(name: string, bytes: Uint8Array, nonce: string): Witness {
  const console = consoleFacts(name, bytes);
  const loaded = loadLines(console.lines, nonce);
  return { console, records: recordsIn(console.segments), nonce, loadLines: loaded };
}

/** Of a log from elsewhere: the kernel's command line names the secret, or else the first record. Empty where neither does. */
export function readSavedWitness(name: string, bytes: Uint8Array): Witness {
  const console = consoleFacts(name, savedLog(bytes));
  const records = recordsIn(console.segments);
  const nonce = nonceOf(console.segments, records.records);
  return { console, records, nonce, loadLines: loadLines(console.lines, nonce) };
}

const ofCommandLine =
  /^(?:Kernel command line|Command line): (?:.* )?tb\.nonce=([0-9a-f]{16})(?: |$)/;

function nonceOf(segments: readonly Segment[], records: readonly RecordLine[]): string {
  for (const { speaker, domain, text } of segments) {
    if (domain || (speaker !== "kernel" && speaker !== "unstamped")) continue;
    const [, nonce] = ofCommandLine.exec(text) ?? [];
    if (nonce !== undefined) return nonce;
  }
  return records[0]?.nonce ?? "";
}
