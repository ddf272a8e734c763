// A console without what differs from boot to boot: time stamps, addresses, CPU numbers, sizes, the nonce.

import type { Segment } from "../../model/boot/console-segment.ts";

export type NormalLine = { readonly normal: string; readonly text: string; readonly line: number };

/** One for each kernel message; records are no lines of the kernel's. */
export function normalLines(segments: readonly Segment[]): NormalLine[] {
  return segments.flatMap(({ speaker, text, whole, line }) => {
    const normal = speaker === "record" || speaker === "damaged" ? "" : normalText(text);
    return normal ? [{ normal, text: whole.trim(), line }] : [];
  });
}

/** Every number becomes `#`: what counts of one is a fact, and compared as such. */
function normalText(text: string): string {
  return text
    .trim()
    .replace(/0x[0-9a-f]+|\b(?=[a-f]*\d)[0-9a-f]{6,}\b/gi, "#")
    .replace(/\d+(?:[.:]\d+)*/g, "#")
    .replace(/(?:#[-,. ]?)*#/g, "#")
    .replace(/\s+/g, " ")
    .trim();
}

const complaint =
  /\b(?:warn(?:ing)?|errors?|fail(?:s|ed|ure)?|bug|unable|cannot|could not|can't|invalid|timed? ?out|unsupported|not supported|deprecated|corrupt(?:ed)?|mismatch|stall(?:s|ed)?|taint(?:s|ed|ing)?|unreliable|unstable|broken|missing|refus(?:es|ed)|disabl(?:ed|ing))\b/i;

const mostNotices = 300;

/** The kernel's lines that complain of something, each once, in the order in which they came. */
export function noticesOf(segments: readonly Segment[]): string[] {
  const normal = normalLines(segments).map((one) => one.normal);
  return [...new Set(normal.filter((text) => complaint.test(text)))].slice(0, mostNotices);
}
