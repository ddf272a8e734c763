// The judge of a saved console with a guest's records: it passes only where the log itself proves all that a boot must.

import type { BootEnd } from "../boot/boot-record.ts";
import type { Expected } from "../described/expected.ts";
import type { KtapResult } from "../boot/ktap.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import { type Judgement, judge } from "./judge.ts";
import type { Witness } from "./witness.ts";

/** How the boot of a saved log ended is not known. */
export const savedEnd: BootEnd = { how: "saved", because: "saved" };

export type SavedJudgement = Omit<Judgement, "verdict"> & {
  /** `inconclusive`: nothing wrong was found, and not all is proved. */
  readonly verdict: Judgement["verdict"] | "inconclusive";
  readonly notProved: readonly string[];
};

/** `platform`: the one that the caller names; its evidence is in `expected`. `ktap`: what the log says as such. */
export function judgeSaved(
  guest: Witness,
  expected: Expected,
  platform: string | undefined,
  ktap?: KtapResult,
): SavedJudgement {
  const judgement = judge({ guest, ended: savedEnd, ...(ktap ? { ktap } : {}) }, expected);
  const notProved = [
    ...(platform === undefined
      ? ["that it ran on the platform it was meant for: --platform NAME holds it against one"]
      : []),
    ...kernelNotProved(judgement),
    ...testsNotProved(judgement.tests),
  ];
  const inconclusive = judgement.verdict === "pass" && notProved.length > 0;
  return { ...judgement, notProved, ...(inconclusive ? { verdict: "inconclusive" as const } : {}) };
}

function kernelNotProved({ facts }: Judgement): string[] {
  if (facts["kernel.buildId"]) return [];
  return ["which kernel file it is: the guest read back no build-id"];
}

/** Half of them skipped is half a proof. */
function testsNotProved(tests: readonly GuestTest[]): string[] {
  const skipped = tests.filter(({ result }) => result === "skip");
  if (skipped.length * 2 < tests.length) return [];
  const names = skipped.map(({ name }) => name).join(", ");
  return [
    `what ${skipped.length} of ${tests.length} tests would show: they were skipped: ${names}`,
  ];
}
