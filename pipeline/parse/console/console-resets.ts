// Segments of a console -> the places where a machine started over.

import type { ConsoleFault } from "../../model/judge/console-fault.ts";
import type { Segment } from "../../model/boot/console-segment.ts";

const kernelBanner = /^Linux version \d/;
/** Arm's first line, where the banner below it was lost. */
const armStart = /^Booting Linux on physical CPU 0x/;
const xenBanner = /^Xen version \d/;

/** What firmware and boot loaders say once in each start, and how often a single start may say it. */
const firmware: readonly { readonly pattern: RegExp; readonly most: number }[] = [
  { pattern: /^SeaBIOS \(version /, most: 1 },
  { pattern: /^(?:GRUB loading\.* ?)?Welcome to GRUB!/, most: 1 },
  { pattern: /^GNU GRUB +version /, most: 2 },
  { pattern: /^U-Boot (?:SPL )?\d{4}\.\d\d/, most: 1 },
  { pattern: /^UEFI firmware \(version /, most: 1 },
  { pattern: /^OpenSBI v\d/, most: 1 },
  { pattern: /^SLOF(?: |$)/, most: 1 },
  { pattern: /^OPAL \S+ starting\.\.\./, most: 1 },
  { pattern: /^iPXE initialising devices/, most: 1 },
  { pattern: /^UEFI Interactive Shell v/, most: 1 },
  { pattern: /^BdsDxe: starting Boot/, most: 2 },
];

/** A second start of the same kernel, hypervisor or firmware. */
export function resetsIn(segments: readonly Segment[]): ConsoleFault[] {
  const starts = [
    ...startsOf(segments, isKernelStart),
    ...startsOf(segments, ({ speaker, text }) => speaker === "hypervisor" && xenBanner.test(text)),
    ...firmwareStarts(segments),
  ];
  return (starts.length ? starts : guestStarts(segments))
    .map(({ line, whole }) => ({ kind: "reset" as const, form: "reset", line, text: whole.trim() }))
    .toSorted((a, b) => a.line - b.line);
}

/** More of them say nothing new, and a hostile console must not cost a look back for each of its lines. */
const mostStarts = 50;

/** Those that begin something anew: all but the first of each domain, and but what is only shown again. */
function startsOf(
  segments: readonly Segment[],
  isStart: (segment: Segment, index: number, all: readonly Segment[]) => boolean,
): Segment[] {
  const at = segments.flatMap((segment, index) =>
    isStart(segment, index, segments) ? [index] : [],
  );
  const seen = new Set<string>();
  return at.slice(0, mostStarts).flatMap((index) => {
    const segment = segments[index];
    if (!segment) return [];
    const { domain } = segment;
    if (seen.has(domain)) return isShownAgain(segments, index) ? [] : [segment];
    seen.add(domain);
    return isRunning(segments, index) ? [segment] : [];
  });
}

/** Without a stamp where others have one it is /proc/version, unless what a kernel says next stands below. */
function isKernelStart(
  { speaker, text, domain }: Segment,
  index: number,
  all: readonly Segment[],
): boolean {
  const below = all.slice(index + 1, index + 4).filter((one) => one.domain === domain);
  if (speaker === "kernel" && armStart.test(text))
    return !below.some((one) => kernelBanner.test(one.text));
  if (!kernelBanner.test(text)) return false;
  if (speaker === "kernel" || speaker === "unstamped") return true;
  return (
    speaker === "user" && below.some((one) => /^(?:Command line|KERNEL supported): /.test(one.text))
  );
}

/** A log that begins in the middle of a boot: another kernel spoke before this one's first line. */
function isRunning(segments: readonly Segment[], index: number): boolean {
  const own = segments[index];
  return segments
    .slice(0, index)
    .some(
      ({ speaker, domain, stamp }) =>
        speaker === "kernel" && domain === own?.domain && Number(stamp) >= 1,
    );
}

/**
 * dmesg on a console: what follows was said before, to the microsecond, in one piece, and then the clock goes on from
 * where it was. In a start over, what ran before stands between what the kernel says again.
 */
function isShownAgain(segments: readonly Segment[], index: number): boolean {
  const { speaker, domain = "" } = segments[index] ?? {};
  const isTimed = (one: Segment): boolean =>
    one.speaker === "kernel" && one.domain === domain && Number(one.stamp) > 0;
  const above = segments.slice(0, index);
  const before = above.filter(isTimed);
  const last = before.reduce((most, { stamp }) => Math.max(most, Number(stamp)), 0);
  const goesOn = segments.findIndex(
    (one, at) => at > index && isTimed(one) && Number(one.stamp) > last,
  );
  // A guest that begins to speak below was started there; only one that runs already can call dmesg.
  if (segments.slice(index).some(({ record }) => record?.body.record === "start")) return false;
  if (isAskedFor(segments, index)) return true;
  if (goesOn === -1 || !last) return false;
  if (speaker === "hypervisor") return segments.slice(index, goesOn).filter(isTimed).length === 0;
  const said = new Set(before.map(wordsOf));
  const below = segments.slice(index, goesOn);
  const end = below.findLastIndex((one) => isTimed(one) && said.has(wordsOf(one)));
  const block = below.slice(0, end + 1);
  const same = block.filter((one) => isTimed(one) && said.has(wordsOf(one))).length;
  return same >= fewest && same * 2 > block.filter(isTimed).length && !block.some(isRecord);
}

/** Messages that must be the same: two boots may share one to the microsecond, but not several. */
const fewest = 3;

function wordsOf({ stamp, text }: Segment): string {
  return `${stamp} ${text}`;
}

function isRecord({ speaker }: Segment): boolean {
  return speaker === "record" || speaker === "damaged";
}

/** A shell's line above says so. */
function isAskedFor(segments: readonly Segment[], index: number): boolean {
  return segments
    .slice(Math.max(0, index - 3), index)
    .some(({ speaker, text }) => speaker === "user" && /\bdmesg\b/.test(text));
}

/** PID 1 speaks anew, and says something else than before: neither a quiet kernel nor its firmware told of the start. */
function guestStarts(segments: readonly Segment[]): Segment[] {
  const said = new Map<string, string>();
  let again: Segment | undefined;
  for (const segment of segments) {
    const { record, whole } = segment;
    if (!record) continue;
    const key = `${record.nonce} ${record.seq}`;
    const before = said.get(key);
    said.set(key, before ?? whole);
    if (before === undefined) continue;
    if (record.body.record === "start") again ??= segment;
    else if (again && before !== whole) return [again];
  }
  return [];
}

function firmwareStarts(segments: readonly Segment[]): Segment[] {
  return firmware.flatMap(({ pattern, most }) =>
    segments
      .filter(
        ({ speaker, domain, text }) =>
          (speaker === "user" || speaker === "unstamped") &&
          !domain &&
          pattern.test(text.trimStart()),
      )
      .slice(most),
  );
}
