// A platform as a kernel of this flavour proves it: lines that it has no code for cannot be asked of it.

import type { Flavour } from "../../model/described/flavour.ts";
import type { Platform } from "../../model/described/platform.ts";

/** What is left of the evidence still has to be there. */
export function withoutUnsaidEvidence<P extends Platform>({ unsaid }: Flavour, platform: P): P {
  if (!unsaid) return platform;
  const { evidence } = platform;
  const console = evidence.console.filter((line) => !unsaid.includes(line));
  return { ...platform, evidence: { ...evidence, console } };
}
