// What a boot must prove, apart from that it came to its end.

import type { PlatformEvidence } from "./platform.ts";

export type Expected = {
  /** Absent only where nobody knows it: the console of another tool. */
  readonly buildId?: string;
  readonly evidence: PlatformEvidence;
  /** Facts the series promises on this platform; null: one that must not be there. */
  readonly facts: Readonly<Record<string, string | null>>;
  readonly kunit: readonly string[];
  /** Suites that may be skipped on this platform, each with the reason it must give. */
  readonly skips?: Readonly<Record<string, string>>;
};
