// Whether all came through that the guest printed at once: it says how many lines it wrote, and they are numbered.

import type { Finding } from "./finding.ts";
import type { Witness } from "./witness.ts";

/** The guest's fact with the number of its lines. */
const loadFact = "console.loadLines";

/** Undefined where every line is there, and where the guest did not fill its console. */
export function judgeLoad(
  { loadLines }: Witness,
  facts: Readonly<Record<string, string>>,
): Finding | undefined {
  const said = facts[loadFact];
  if (said === undefined) return undefined;
  const numbers = Array.from({ length: Number(said) }, (_, number) => number);
  const lost = numbers.filter((number) => !loadLines.has(number));
  if (!lost.length) return undefined;
  return {
    reason: "lost-output",
    fault: "infrastructure",
    summary: `of ${said} lines that the guest printed at once, ${lost.length} did not arrive; the first is number ${lost[0]}`,
  };
}
