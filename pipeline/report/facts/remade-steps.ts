// What was taken from other machines and made again here: said where it came out otherwise, or did not come out.

import { pluralize } from "../../model/pluralize.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { actorOf } from "./in-words.ts";

/** A sentence for each of them that is not the same, and one for all that are. */
export function remadeStatements({ remade = [] }: RunRecord): string[] {
  const same = remade.filter(({ result }) => result === "same").length;
  return [
    ...(same ? [`${pluralize(same, "step")} of other machines came out the same here.`] : []),
    ...remade.flatMap(({ label, result, finding }) => {
      if (result === "same") return [];
      if (!finding) return [`${label} was begun again here and did not end.`];
      return [`OTHER BYTES: ${actorOf(finding.fault)} must act: ${finding.summary}.`];
    }),
  ];
}

export function differsElsewhere({ remade = [] }: RunRecord): number {
  return remade.filter(({ result }) => result === "different").length;
}
