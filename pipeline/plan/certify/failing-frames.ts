// Where a kernel stood, as the consoles say of the platforms that it is not certified on.

import type { Artifact } from "../../model/artifact.ts";
import type { CertifiedPlatform } from "../../model/certify/certification.ts";
import { consoleFacts } from "../../parse/console/console.ts";
import { type StackFrame, stackFrames } from "../../parse/console/stack-frames.ts";

export type FailingFrames = { readonly platform: string; readonly frames: readonly StackFrame[] };

/** Only platforms whose console has any. `read` gives the bytes of a console. */
export async function failingFrames(
  platforms: readonly CertifiedPlatform[],
  read: (console: Artifact) => Promise<Buffer>,
): Promise<FailingFrames[]> {
  const found: FailingFrames[] = [];
  for (const { platform, word, console } of platforms) {
    if (word !== "not certified" || !console) continue;
    const { segments } = consoleFacts(console.name, await read(console));
    const frames = stackFrames(segments);
    if (frames.length) found.push({ platform, frames });
  }
  return found;
}
