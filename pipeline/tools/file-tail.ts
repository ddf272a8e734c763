// Hands on what another program writes to a file, as it grows.

import { closeSync, openSync, readSync } from "node:fs";

/** How far behind a reader may be: small against the clocks of a boot, large against the cost of looking. */
const lookMs = 25;
const chunkBytes = 65_536;

export class FileTail {
  readonly #fd: number;
  readonly #onBytes: (chunk: Buffer) => void;
  readonly #timer: NodeJS.Timeout;

  /** Makes the file, so that there is one to look at before the other program has opened it. */
  constructor(path: string, onBytes: (chunk: Buffer) => void) {
    this.#fd = openSync(path, "w+");
    this.#onBytes = onBytes;
    this.#timer = setInterval(() => this.#read(), lookMs);
  }

  /** Reads what is left; the other program is gone. */
  end(): void {
    clearInterval(this.#timer);
    this.#read();
    closeSync(this.#fd);
  }

  /** From where the last read ended: the descriptor keeps the place. */
  #read(): void {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const bytes = readSync(this.#fd, chunk);
      if (bytes === 0) return;
      this.#onBytes(chunk.subarray(0, bytes));
    }
  }
}
