// What the hypervisor itself must have told of the guest.

import type { Expected } from "../described/expected.ts";
import { type Finding, kernelFault } from "./finding.ts";

/** Undefined where QEMU told of every event that the platform asks for (QEMU's QMP reference, run-state). */
export function judgeEvents(seen: readonly string[], { evidence }: Expected): Finding | undefined {
  const lacking = evidence.events.find((event) => !seen.includes(event));
  if (!lacking) return undefined;
  const told = seen.length ? seen.join(", ") : "nothing";
  return {
    reason: "missing-proof",
    fault: kernelFault,
    summary: `QEMU never told of ${lacking}; it told of ${told}`,
  };
}
