// readiness.txt: what upstream demands of a posting, and what was seen. Pure.

import type { Check, CheckOutcome } from "../model/record/check.ts";
import type { Digest } from "../model/digest.ts";
import { pluralize } from "../model/pluralize.ts";
import { oneLine } from "../report/safe/visible-text.ts";
import { wrapped } from "../report/safe/wrapped-text.ts";

/** What must be seen to comes first. */
const order: readonly CheckOutcome[] = ["failed", "person", "passed", "not-applicable"];

const words: Readonly<Record<CheckOutcome, string>> = {
  failed: "FAILED",
  person: "to be answered by a person",
  passed: "passed",
  "not-applicable": "does not apply",
};

const mostDetails = 20;

export function readinessText(checks: readonly Check[]): string {
  if (!checks.length) return "No checks of this series are kept.\n";
  const groups = order.map((outcome) => checks.filter((one) => one.outcome === outcome));
  const counts = groups.flatMap((group, at) =>
    group.length ? [`${group.length} ${words[order[at] ?? "failed"]}`] : [],
  );
  const blocks = groups.flat().map(blockOf);
  return `${[wrapped(`${pluralize(checks.length, "check")}: ${counts.join(", ")}.`), ...blocks].join("\n\n")}\n`;
}

function blockOf({ check, rule, source, outcome, words: seen, details }: Check): string {
  const shown = details.slice(0, mostDetails);
  const more = details.length - shown.length;
  return [
    wrapped(`${oneLine(check, 60)}: ${words[outcome]}`),
    indented(oneLine(seen, 600)),
    ...shown.map((line) => indented(`| ${oneLine(line, 300)}`)),
    ...(more > 0 ? [`    | and ${more} more`] : []),
    indented(`rule: ${oneLine(rule, 400)} (${oneLine(source, 200)})`),
  ].join("\n");
}

function indented(text: string): string {
  return wrapped(`    ${text}`, "    ");
}

/** Checks of other patches, or on another tree than the head's: they prove nothing, and are refused. */
export function staleChecks(
  checks: readonly Check[],
  now: { readonly series: Digest; readonly base: string },
): string[] {
  return checks.flatMap(({ check, series, base = now.base }) => {
    if (series !== now.series) return [`${check}: it looked at other patches`];
    return base === now.base ? [] : [`${check}: it looked at them on another tree`];
  });
}
