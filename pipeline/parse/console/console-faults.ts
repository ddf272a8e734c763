// Segments of a console -> the faults that its kernels and its hypervisor tell of.

import type { ConsoleFault } from "../../model/judge/console-fault.ts";
import type { Segment } from "../../model/boot/console-segment.ts";
import type { FaultForm } from "../../model/judge/fault-form.ts";
import {
  distinctFault,
  linuxFault,
  rawFault,
  xenFault,
} from "../../model/judge/fault-of-message.ts";

/** In the order of their lines. What is quoted from above (dmesg on the console) is told once. */
export function faultsIn(segments: readonly Segment[]): ConsoleFault[] {
  const records = wholeRecords(segments);
  const told = new Set<string>();
  const found: Found[] = [];
  for (const segment of segments) {
    const form = formOf(segment);
    if (!form || isQuoted(segment, form, records)) continue;
    const { domain, stamp, text } = segment;
    const words = `${domain} ${stamp} ${text}`;
    if (stamp !== undefined && told.has(words)) continue;
    told.add(words);
    found.push({ form, segment });
  }
  return withoutEchoes(found).map(({ form: { kind, name }, segment: { line, whole } }) => ({
    kind,
    form: name,
    line,
    text: whole.trim(),
  }));
}

type Found = { readonly form: FaultForm; readonly segment: Segment };

function formOf({ speaker, text, stamp }: Segment): FaultForm | undefined {
  switch (speaker) {
    case "kernel":
      return linuxFault(text.trimStart());
    case "hypervisor":
      // Its mark may stand before a kernel's line, cut off there.
      return xenFault(text) ?? (stamp === undefined ? undefined : linuxFault(text));
    case "unstamped":
      return linuxFault(text.trimStart()) ?? distinctFault(text);
    case "damaged":
      return distinctFault(text);
    case "user":
      return rawFault(text);
    case "record":
      return undefined;
  }
}

/** By `nonce seq`. */
function wholeRecords(segments: readonly Segment[]): ReadonlyMap<string, string> {
  return new Map(
    segments.flatMap(({ record, whole }) =>
      record ? [[`${record.nonce} ${record.seq}`, whole] as const] : [],
    ),
  );
}

/** A damaged record that was sent again, whole, with the same words: they are the guest's. */
function isQuoted(
  { speaker, text }: Segment,
  { distinct }: FaultForm,
  records: ReadonlyMap<string, string>,
): boolean {
  if (speaker !== "damaged") return false;
  const [, nonce, seq] = /^@tb ([0-9a-f]{16}) (\d{1,6}) /.exec(text) ?? [];
  const words = distinct?.exec(text)?.[0];
  return words !== undefined && (records.get(`${nonce} ${seq}`)?.includes(words) ?? false);
}

/** Lines: the longest report of one fault, up to its end. */
const longestReport = 1500;

/** What frames another fault's report counts only where the report itself is lost. */
function withoutEchoes(found: readonly Found[]): Found[] {
  let last = -Infinity;
  return found.filter(({ form, segment }, index) => {
    if (!form.echo) {
      last = segment.line;
      return true;
    }
    const after = found.slice(index + 1, index + 3).find((one) => !one.form.echo);
    const near = segment.line - last <= longestReport;
    return !near && !(after && after.segment.line - segment.line <= 5);
  });
}
