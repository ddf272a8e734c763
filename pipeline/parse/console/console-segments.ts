// Lines of a console -> segments: who says what, and where it begins. Every reader of consoles reads these.

import type { Segment } from "../../model/boot/console-segment.ts";
import type { DamagedLine } from "../../model/boot/guest-record.ts";
import { lineMessages } from "./line-messages.ts";
import { recordIn, recordMark, type RecordRead } from "./record-line.ts";

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[\d;]*m/g;
/** A terminal's other sequences, and control characters: behind each of them something else may begin. */
const breaks =
  // eslint-disable-next-line no-control-regex
  /(?:\u001b(?:\[[0-9;?=<>!]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-~])|[\u0000-\u0008\u000b-\u001f\u007f])+/g;
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** Lines as they came, carriage returns and escape sequences too. */
export function segmentsOf(lines: readonly string[]): Segment[] {
  const found: Segment[] = [];
  for (const [index, raw] of lines.entries()) {
    const line = withoutLineEnd(raw);
    const text = control.test(line) ? line.replace(colours, "").replace(breaks, "\r") : line;
    pushLine(found, text, index + 1);
  }
  return withUnstamped(found);
}

/** A serial line ends in CR LF; a console behind a terminal in CR CR LF. */
function withoutLineEnd(raw: string): string {
  let end = raw.length;
  while (raw[end - 1] === "\r") end--;
  return raw.slice(0, end);
}

/** What is left of a record begins with its mark. */
type Part = { readonly text: string; readonly broken?: DamagedLine } | { readonly record: Segment };

function pushLine(found: Segment[], text: string, line: number): void {
  for (const part of partsOf(text, line)) {
    if ("record" in part) {
      found.push(part.record);
      continue;
    }
    let { broken } = part;
    for (const piece of part.text.split("\r"))
      for (const message of lineMessages(piece)) {
        const left = part.broken && message.speaker === "user";
        const damaged = broken ? { damaged: broken } : {};
        found.push({ ...message, line, ...(left ? { speaker: "damaged", ...damaged } : {}) });
        broken = undefined;
      }
  }
}

/** A line cut at its records, whole and broken. */
function partsOf(text: string, line: number): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let broken: DamagedLine | undefined;
  const cutAt = (at: number): void => {
    if (at > from) parts.push({ text: text.slice(from, at), ...(broken ? { broken } : {}) });
    from = at;
  };
  for (let at = text.indexOf(recordMark); at !== -1;) {
    const read = recordIn(text.slice(at), line);
    if (read.length !== undefined) {
      cutAt(at);
      from = at + read.length;
      broken = undefined;
      parts.push({ record: recordSegment(read, text.slice(at, from), line) });
    } else if (!broken) {
      cutAt(at);
      broken = read.damaged;
    }
    at = text.indexOf(recordMark, Math.max(from, at + recordMark.length));
  }
  cutAt(text.length);
  return parts;
}

/** Of what its checksum covers: nobody printed into it, also where it has not the shape of a record. */
function recordSegment(read: RecordRead, whole: string, line: number): Segment {
  const base = { speaker: "record", domain: "", line, text: whole, whole } as const;
  return "record" in read ? { ...base, record: read.record } : { ...base, damaged: read.damaged };
}

/** printk's own form: other tools' stamps have fewer digits. */
const printkStamp = /\.\d{6}$/;
const commandLine = /^(?:Kernel command line|Command line): /;
const noStamps = /(?:^| )printk\.time=(?:0|n|N|off|no|false)(?: |$)/;

/** Whose kernel lines carry no stamps, by domain: what they say cannot be told from what a user says. */
function withUnstamped(segments: Segment[]): Segment[] {
  const stamped = new Set<string>();
  const without = new Set<string>();
  for (const { speaker, domain, stamp: seconds, text } of segments) {
    if (speaker === "kernel" && seconds && printkStamp.test(seconds)) stamped.add(domain);
    if (commandLine.test(text) && noStamps.test(text)) without.add(domain);
  }
  return segments.map((segment) =>
    segment.speaker === "user" && (!stamped.has(segment.domain) || without.has(segment.domain))
      ? { ...segment, speaker: "unstamped" }
      : segment,
  );
}
