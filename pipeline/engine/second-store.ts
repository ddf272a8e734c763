// A slower store behind the first one, which machines share. The engine asks it for what it lacks and hands it what was made.

import type { Artifact } from "../model/artifact.ts";
import type { Digest } from "../model/digest.ts";
import type { Json } from "../model/json.ts";
import type { Trace } from "../model/record/trace.ts";
import type { Step } from "../model/work/step.ts";

/** No method throws for what the second store lacks or fails at: whatever it is, the step can be done here. */
export interface SecondStore {
  /**
   * The trace under a key, with its files in the first store, of which those that did not come with it may stay behind
   * (`late`); undefined where it cannot be had.
   */
  take(key: Digest, late?: boolean): Promise<Trace | undefined>;
  /** Brings a file that stayed behind. False where it cannot be had. */
  bringFile(key: Digest, file: Artifact): Promise<boolean>;
  /** Brings the product outside the store's files that belongs to a trace. False where it cannot be had. */
  bring(step: Step, trace: Trace): Promise<boolean>;
  /** Hands on what was made here, if it may be; what takes time goes on beside the run. */
  give(step: Step, trace: Trace, inputs: readonly Json[]): void;
  /** The file that came with a trace of no step, `leave` put it there. False where it cannot be had. */
  borrow(name: Digest, use: (file: string) => Promise<void>): Promise<boolean>;
  /** Hands on a file with the trace that names it, if what the step makes may be; `make` writes it at once. */
  leave(step: Step, trace: Trace, make: (file: string) => Promise<void>): Promise<void>;
}
