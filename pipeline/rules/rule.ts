// What a rule of the checklist is, and how what was seen becomes an outcome.

import type { Check } from "../model/record/check.ts";

export type Rule = Pick<Check, "check" | "rule" | "source">;

/** What was seen of one series. */
export type CheckResult = Pick<Check, "outcome" | "words" | "details">;

/** A rule that the patches alone decide. */
export type PatchRule<Of> = Rule & { readonly see: (of: Of) => CheckResult };

/** Passed with `words` where there is nothing to complain of; failed with how many complaints there are. */
export function resultIn(
  faults: readonly string[],
  words: string,
  told?: readonly string[],
): CheckResult {
  if (!faults.length) return { outcome: "passed", words, details: told ?? [] };
  const [first = ""] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  return { outcome: "failed", words: `${first}${more}`, details: faults };
}

export function notApplicable(words: string): CheckResult {
  return { outcome: "not-applicable", words, details: [] };
}

/** Nothing could be proved: an absent proof is never a pass. */
export function forAPerson(words: string, details: readonly string[] = []): CheckResult {
  return { outcome: "person", words, details };
}
