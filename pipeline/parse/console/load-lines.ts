// The numbered lines with which a guest fills its console: `@load <nonce> <number> <crc32>`.

import { crc32 } from "node:zlib";

const form = /@load (([0-9a-f]{16}) (\d{1,6})) ([0-9a-f]{8})/;

/** The numbers of those that arrived whole, with this boot's nonce; one that was said twice counts once. */
export function loadLines(lines: readonly string[], nonce: string): Set<number> {
  const numbers = new Set<number>();
  for (const line of lines) {
    const [, head = "", whose, number, sum = ""] = form.exec(line) ?? [];
    if (whose === nonce && crc32(head) === Number.parseInt(sum, 16)) numbers.add(Number(number));
  }
  return numbers;
}
