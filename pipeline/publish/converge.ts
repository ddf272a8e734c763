// Work that looks first and then does what is missing can be begun again: whatever was done in between is seen.

import { setTimeout as sleep } from "node:timers/promises";
import { Unanswered } from "../tools/github.ts";

const tries = 4;

/** Begins again where a request was not answered; what else is thrown goes to the caller. */
export async function converge<T>(work: () => Promise<T>, secondMs = 1000): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Unanswered) || count === tries) throw error;
      await sleep(secondMs * 2 ** count);
    }
  }
}
