// A difference as lines for a reader, the same in every format.

import type { Difference } from "../../model/boot/difference.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";

/** `+` is new here, `-` is gone, `fact` and `test` say what it was and is. */
export function differenceLines({ newNotices, lostNotices, facts, tests }: Difference): string[] {
  return [
    ...tests.map((test) => `test ${test.name}: ${words(test)}`),
    ...facts.map((fact) => `fact ${fact.name}: ${words(fact)}`),
    ...newNotices.map((line) => `+ ${line}`),
    ...lostNotices.map((line) => `- ${line}`),
  ];
}

type Change = { readonly there?: string | undefined; readonly here?: string | undefined };

function words({ there, here }: Change): string {
  return `${there ?? "absent"} -> ${here ?? "absent"}`;
}

type CellDifference = { readonly cell: RunCell; readonly lines: readonly string[] };

/** The cells of a series that differ from the unpatched head's on the same platform. */
export function differencesOf({ cells }: RunRecord): CellDifference[] {
  return cells.flatMap((cell) => {
    const { difference } = cell;
    return difference ? [{ cell, lines: differenceLines(difference) }] : [];
  });
}
