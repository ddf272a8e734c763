// Lines of a console -> segments: who says what, and where it begins. Every reader of consoles reads these.

import type { Segment } from "../model/console-segment.ts";
import { recordIn, recordMark } from "./record-line.ts";

/** `[    1.234567]`, and what kernels put in and behind it: a CPU, the time since the last one, the caller. */
const stamp = String.raw`\[ {0,10}(\d{1,8}\.\d{1,9})(?:[,@]\d{1,3}| <[ \d.]{1,20}>)? ?\](?: ?\[ {0,8}[TC]\d{1,7}\])? ?`;

/** Xen's own stamp may stand behind its mark. */
const xen = String.raw`(\(XEN\) ?)(?:\[(?: *(\d+\.\d+)|[^\]\[]{1,40})\] )?(?:(DOM\d+): ?)?`;

/** What stands before a message, at its beginning: Xen, a domain that Xen relays, a level, a stamp. */
const head = new RegExp(
  String.raw`(?:${xen}|\((d\d+)(?:v\d+)?\) ?)?(<\d{1,3}>)?(?:${stamp})?`,
  "y",
);

/** Where a message may begin behind something else that did not end its line. */
const next =
  /\(XEN\) |(?:<\d{1,3}>)?\[ {0,10}\d{1,8}\.\d{1,9}(?:[,@]\d{1,3}| <[ \d.]{1,20}>)? ?\]/g;

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

function pushLine(found: Segment[], text: string, line: number): void {
  let from = 0;
  let broken: Segment["damaged"];
  let brokenAt = -1;
  for (let at = text.indexOf(recordMark); at !== -1;) {
    const read = recordIn(text.slice(at), line);
    if (read.length === undefined) {
      if (brokenAt === -1) [broken, brokenAt] = [read.damaged, at];
      at = text.indexOf(recordMark, at + recordMark.length);
      continue;
    }
    pushPieces(found, text.slice(from, at), line, broken, brokenAt - from);
    const whole = text.slice(at, at + read.length);
    const base = { domain: "", line, text: whole, whole };
    found.push(
      "record" in read
        ? { speaker: "record", ...base, record: read.record }
        : { speaker: "record", ...base, damaged: read.damaged },
    );
    from = at + read.length;
    [broken, brokenAt] = [undefined, -1];
    at = text.indexOf(recordMark, from);
  }
  pushPieces(found, text.slice(from), line, broken, brokenAt - from);
}

/** Text without a whole record in it; from `brokenAt` on it is what is left of one. */
function pushPieces(
  found: Segment[],
  text: string,
  line: number,
  broken: Segment["damaged"],
  brokenAt: number,
): void {
  if (!broken) {
    for (const piece of text.split("\r")) pushMessages(found, piece, line);
    return;
  }
  for (const piece of text.slice(0, brokenAt).split("\r")) pushMessages(found, piece, line);
  for (const [index, piece] of text.slice(brokenAt).split("\r").entries())
    pushMessages(found, piece, line, index === 0 ? broken : undefined, true);
}

function pushMessages(
  found: Segment[],
  text: string,
  line: number,
  broken?: Segment["damaged"],
  inBroken = false,
): void {
  if (!text && !broken) return;
  let from = 0;
  let first = true;
  while (first || from < text.length) {
    head.lastIndex = from;
    const [before = "", isXen, own, relayed, domain, level, printed] = head.exec(text) ?? [];
    const seconds = printed ?? own;
    next.lastIndex = from + Math.max(before.length, 1);
    const to = next.exec(text)?.index ?? text.length;
    const whole = text.slice(from, to);
    const base = {
      domain: relayed ?? domain ?? "",
      line,
      text: whole.slice(before.length),
      whole,
      ...(seconds === undefined ? {} : { stamp: seconds }),
    };
    if (isXen && relayed === undefined) found.push({ speaker: "hypervisor", ...base });
    else if (seconds !== undefined || level !== undefined)
      found.push({ speaker: "kernel", ...base });
    else if (inBroken)
      found.push({ speaker: "damaged", ...base, ...(first && broken ? { damaged: broken } : {}) });
    else found.push({ speaker: "user", ...base });
    from = to;
    first = false;
  }
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
