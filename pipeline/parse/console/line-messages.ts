// One piece of a console's line -> messages: what speaks next does not wait for a newline.

/** A piece that has one speaker; `user`: nobody's mark stands before it. */
export type LineMessage = {
  readonly speaker: "kernel" | "hypervisor" | "user";
  readonly domain: string;
  readonly text: string;
  readonly whole: string;
  readonly stamp?: string;
};

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

/** None of an empty text. */
export function lineMessages(text: string): LineMessage[] {
  const found: LineMessage[] = [];
  for (let from = 0; from < text.length;) {
    head.lastIndex = from;
    const parts = head.exec(text);
    const before = parts?.[0].length ?? 0;
    next.lastIndex = from + Math.max(before, 1);
    const to = next.exec(text)?.index ?? text.length;
    found.push(messageOf(parts, text.slice(from + before, to), text.slice(from, to)));
    from = to;
  }
  return found;
}

/** OPAL's own stamp, `[    0.018137473,5]`: the firmware's clock, and no kernel's. */
const ofFirmware = /^\[ {0,10}\d{1,8}\.\d{9},\d\]/;

function messageOf(parts: RegExpExecArray | null, text: string, whole: string): LineMessage {
  const [, mark, own, relayed, domain, level, printed = own] = parts ?? [];
  const base = { domain: relayed ?? domain ?? "", text, whole };
  if (ofFirmware.test(whole)) return { speaker: "user", ...base };
  const timed = printed === undefined ? base : { ...base, stamp: printed };
  if (mark !== undefined && relayed === undefined) return { speaker: "hypervisor", ...timed };
  return { speaker: printed === undefined && level === undefined ? "user" : "kernel", ...timed };
}
