// What a command printed, in a bounded piece of memory: the first part and the last, and how much is missing between.

const headBytes = 16 * 2 ** 20;
const tailBytes = 16 * 2 ** 20;

/** An array for zx, which pushes each chunk as it comes. */
export class BoundedOutput extends Array<Buffer | string> {
  /** Everything that came. */
  bytes = 0;
  /** Bytes that were dropped. */
  dropped = 0;
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #headSize = 0;
  #tailSize = 0;

  override push(...chunks: (Buffer | string)[]): number {
    for (const chunk of chunks) this.#add(Buffer.from(chunk));
    return this.bytes;
  }

  /** With a line in place of what is missing. */
  text(): string {
    const missing = `\n[twinboot: ${this.dropped} bytes were printed here and are not kept]\n`;
    const gap = this.dropped ? [Buffer.from(missing)] : [];
    return Buffer.concat([...this.#head, ...gap, ...this.#tail]).toString();
  }

  #add(chunk: Buffer): void {
    this.bytes += chunk.length;
    const first = chunk.subarray(0, headBytes - this.#headSize);
    if (first.length) this.#head.push(first);
    this.#headSize += first.length;
    const rest = chunk.subarray(first.length);
    if (!rest.length) return;
    this.#tail.push(rest);
    this.#tailSize += rest.length;
    while (this.#tailSize - (this.#tail[0]?.length ?? 0) >= tailBytes) this.#dropFirst();
  }

  #dropFirst(): void {
    const size = this.#tail.shift()?.length ?? 0;
    this.#tailSize -= size;
    this.dropped += size;
  }
}
