// A console that another tool saved -> text as a serial port would have given it.

import { logPrefixes } from "./log-prefixes.ts";

/** Decodes, ends lines with line feeds, takes away what loggers put before them. */
export function savedLog(bytes: Uint8Array): Uint8Array {
  const lines = withLineFeeds(decoded(bytes)).split("\n");
  return new TextEncoder().encode(lines.map(withoutPrefixes).join("\n"));
}

/** UTF-16 where a byte order mark or the zero bytes say so, else UTF-8; what is neither becomes U+FFFD. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const sample = bytes.subarray(0, 4096);
  const zeros = (odd: number): number =>
    sample.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  const many = sample.length / 2.5;
  if (zeros(1) > many) return new TextDecoder("utf-16le").decode(bytes);
  if (zeros(0) > many) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** An old terminal's file: carriage returns alone. */
function withLineFeeds(text: string): string {
  return text.includes("\n") ? text : text.replaceAll("\r", "\n");
}

/** A CI's, a runner's, a journal's: no log has more of them, one before the other. */
const mostPrefixes = 4;

// eslint-disable-next-line no-control-regex
const coloursInFront = /^(?:\u001b\[[\d;]*m)+/;

function withoutPrefixes(line: string): string {
  let left = line;
  for (let count = 0; count < mostPrefixes; count++) {
    const plain = left.replace(coloursInFront, "");
    const without = withoutPrefix(plain);
    if (without === plain) return left;
    left = without;
  }
  return left;
}

function withoutPrefix(line: string): string {
  for (const { pattern, becomes } of logPrefixes) {
    const parts = pattern.exec(line);
    if (parts) return (becomes?.(parts) ?? "") + line.slice(parts[0].length);
  }
  return line;
}
