// Fixes: tags: twelve digits or more, the subject as in the history, on one line.

import { pluralize } from "../model/pluralize.ts";
import { forAPerson, notApplicable, type Rule, type CheckResult, resultIn } from "./rule.ts";
import { labelOf, type PostedSeries } from "./posted-series.ts";

export const fixes: Rule = {
  check: "fixes",
  rule: 'Fixes: names a commit of the head by 12 digits or more and its subject: 0123456789ab ("x: Y").',
  source:
    'Documentation/process/submitting-patches.rst, "Using Reported-by:, Tested-by:, Reviewed-by:, Suggested-by: and Fixes:"',
};

export type NamedFix = {
  /** `2/5` */
  readonly patch: string;
  readonly value: string;
  /** Absent where the tag is not written as it must be. */
  readonly commit?: string;
  readonly subject?: string;
};

/** What a history has for a commit that was named. */
export type FoundCommit = {
  readonly commit: string;
  /** Absent if the head has no such ancestor. */
  readonly subject?: string;
};

export function namedFixes(series: PostedSeries): NamedFix[] {
  return series.patches.flatMap((patch) =>
    patch.tags
      .filter(({ name }) => name === "Fixes")
      .map(({ value }) => {
        const [, commit, subject] = /^([0-9a-f]{12,40}) \("(.+)"\)$/.exec(value) ?? [];
        const named = { patch: labelOf(patch, series), value };
        return commit && subject ? Object.assign(named, { commit, subject }) : named;
      }),
  );
}

/** `found`: undefined where the head has no history to look in. */
export function seeFixes(named: readonly NamedFix[], found?: readonly FoundCommit[]): CheckResult {
  if (!named.length) return notApplicable("no patch says that it fixes a commit");
  const faults = named.flatMap((one) => faultOf(one, found));
  if (faults.length || found) return resultIn(faults, pluralize(named.length, "Fixes: tag"));
  return forAPerson(
    "the head is an archive without history: look the commits up in a clone",
    named.map(({ commit }) => `git show --no-patch ${commit}`),
  );
}

function faultOf(
  { patch, value, commit, subject }: NamedFix,
  found: readonly FoundCommit[] | undefined,
): string[] {
  if (!commit) return [`${patch}: not in the form of a Fixes: tag: ${value}`];
  if (!found) return [];
  const there = found.find((one) => one.commit === commit);
  if (there?.subject === undefined) return [`${patch}: the head has no commit ${commit}`];
  return there.subject === subject
    ? []
    : [`${patch}: ${commit} is "${there.subject}", not "${subject}"`];
}
