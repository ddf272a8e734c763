// Files in zstd and out of it, streamed.

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress, createZstdDecompress } from "node:zlib";
import type { Digest } from "../model/digest.ts";

/** The same file gives the same bytes with the same Node. */
export async function compressTo(file: string, to: string): Promise<Content> {
  const counter = new Counter();
  await pipeline(createReadStream(file), createZstdCompress(), counter, createWriteStream(to));
  return counter.content();
}

/** Throws where it is no zstd, or holds more than `most` bytes: a small file can hold a disk full. */
export async function decompressTo(file: string, to: string, most: number): Promise<Content> {
  const counter = new Counter(most);
  await pipeline(createReadStream(file), createZstdDecompress(), counter, createWriteStream(to));
  return counter.content();
}

export type Content = { readonly digest: Digest; readonly bytes: number };

/** Hands on what comes, and knows it afterwards. */
class Counter extends Transform {
  readonly #hash = createHash("sha256");
  readonly #most: number;
  #bytes = 0;

  constructor(most = Infinity) {
    super();
    this.#most = most;
  }

  override _transform(
    chunk: Buffer,
    _: BufferEncoding,
    done: (error: Error | null, data?: Buffer) => void,
  ): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#most) return done(new Error(`it holds more than ${this.#most} bytes`));
    this.#hash.update(chunk);
    done(null, chunk);
  }

  content(): Content {
    return { digest: this.#hash.digest("hex"), bytes: this.#bytes };
  }
}
