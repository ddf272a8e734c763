// Bytes that somebody gives us, up to a bound: a device or a pipe has no size to be asked for, and may have no end.

import { createReadStream } from "node:fs";

/** `from`: a path or a stream. Undefined where there is more than `limit`; rejects where it cannot be read. */
export async function readAtMost(
  from: string | NodeJS.ReadableStream,
  limit: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of typeof from === "string" ? createReadStream(from) : from) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > limit) return undefined;
  }
  return Buffer.concat(chunks);
}
