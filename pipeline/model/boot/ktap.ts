// What a KTAP log says: its leaves, and where it is not what it should be.

export type KtapTest = {
  /** `suite/case`, as deep as it was nested. */
  readonly name: string;
  readonly result: "pass" | "fail" | "skip";
  /** Its directive and what was said before its result. */
  readonly detail: string;
  /** Counted from 1. */
  readonly line: number;
};

export type KtapResult = {
  readonly tests: readonly KtapTest[];
  /** A plan that was not kept, numbers out of order, a log that breaks off. */
  readonly problems: readonly string[];
};
