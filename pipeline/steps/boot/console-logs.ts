// The consoles of a boot as files, written as the bytes come.

import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import type { Artifact } from "../../model/artifact.ts";
import type { StepContext } from "../../model/work/step.ts";

export class ConsoleLogs {
  readonly #context: Pick<StepContext, "workDir" | "keep">;
  readonly #streams: ReadonlyMap<string, WriteStream>;

  constructor(context: Pick<StepContext, "workDir" | "keep">, consoles: readonly string[]) {
    this.#context = context;
    this.#streams = new Map(consoles.map((name) => [name, this.#open(name)] as const));
  }

  /** Bytes of a console that is not kept are dropped. */
  write(console: string, chunk: Buffer): void {
    this.#streams.get(console)?.write(chunk);
  }

  /** All bytes are on disk after this. Throws the system's error where they could not be written: the disk is full. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#streams.values()].map(async (stream) => {
        stream.end();
        await finished(stream);
      }),
    );
  }

  keep(console: string, as: string): Promise<Artifact> {
    return this.#context.keep(this.#pathOf(console), as);
  }

  /** A write that fails is told by close(): nobody else listens while the boot goes on. */
  #open(console: string): WriteStream {
    return createWriteStream(this.#pathOf(console)).on("error", () => undefined);
  }

  #pathOf(console: string): string {
    return join(this.#context.workDir, `${console}.log`);
  }
}
