// What goes wrong with a registry is told once and costs no run: from then on the local store is enough.

import { InfraError, isSystemError } from "../../model/errors.ts";
import { RegistryFailure } from "../../tools/registry-failure.ts";

/** One that answers wrongly again and again is not worth asking. */
const mostWrong = 20;

export class Mishaps {
  readonly #tell: (words: string) => void;
  readonly #signal: AbortSignal;
  readonly #told = new Set<string>();
  readonly #off = new Set<"read" | "push">();
  #wrong = 0;

  constructor(tell: (words: string) => void, signal: AbortSignal) {
    [this.#tell, this.#signal] = [tell, signal];
  }

  isOff(what: "read" | "push"): boolean {
    return this.#off.has(what) || this.#signal.aborted;
  }

  /** Asks it again; what was told is not told again. */
  tryAgain(): void {
    this.#off.clear();
    this.#wrong = 0;
  }

  /** False for what is our own mistake. What git or tar cannot unpack is one entry's fault. */
  note(error: unknown, during: "read" | "push"): boolean {
    if (this.isOff(during)) return true;
    if (error instanceof RegistryFailure) this.#noteFailure(error, during);
    else if (error instanceof InfraError) this.once(error.message);
    else if (isSystemError(error)) this.#end(during, `this machine: ${error.message}`);
    else return false;
    return true;
  }

  once(words: string): void {
    if (this.#told.has(words)) return;
    this.#told.add(words);
    this.#tell(words);
  }

  #noteFailure({ trouble, message, hint }: RegistryFailure, during: "read" | "push"): void {
    if (trouble !== "wrong") {
      this.#end(during, `${message}\n  next: ${hint}`);
      // Who is away is away for both; who may not push may still read.
      if (trouble === "away") this.#off.add("push").add("read");
      return;
    }
    this.once(message);
    this.#wrong += 1;
    if (this.#wrong >= mostWrong) this.#end(during, `${mostWrong} of its answers do not hold`);
  }

  #end(during: "read" | "push", why: string): void {
    this.#off.add(during);
    const goesOn =
      during === "read"
        ? "the run goes on with the local store"
        : "nothing more is pushed to the remote store";
    this.once(`${goesOn}: ${why}`);
  }
}
