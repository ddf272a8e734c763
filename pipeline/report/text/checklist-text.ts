// The readiness checklist for a terminal: what failed first, then what a person must look at, then what passed.
// Details come from patches and their tools, so they are hostile text.

import { styleText } from "node:util";
import type { Check, CheckOutcome } from "../../model/record/check.ts";
import type { TextStyle } from "./matrix-text.ts";
import { oneLine } from "../safe/visible-text.ts";
import { withoutCommands } from "../safe/workflow-commands.ts";

const outcomes: readonly CheckOutcome[] = ["failed", "person", "passed", "not-applicable"];

const shown: Readonly<
  Record<CheckOutcome, { word: string; colour: "red" | "yellow" | "green" | "dim" }>
> = {
  failed: { word: "FAILED", colour: "red" },
  person: { word: "for a person", colour: "yellow" },
  passed: { word: "passed", colour: "green" },
  "not-applicable": { word: "not applicable", colour: "dim" },
};

/** Lines of details below a line that did not pass; the JSON has all of them. */
const mostDetails = 15;
const widest = 400;

/** Ends with a line feed. */
export function checklistText(checks: readonly Check[], { colour }: TextStyle): string {
  const ordered = outcomes.flatMap((outcome) => checks.filter((one) => one.outcome === outcome));
  const lines = ordered.map((check) => lineText(check, colour));
  const counts = outcomes.map(
    (outcome) =>
      `${checks.filter((one) => one.outcome === outcome).length} ${shown[outcome].word.toLowerCase()}`,
  );
  return withoutCommands(`${[...lines, counts.join(", ")].join("\n")}\n`);
}

function lineText(check: Check, colour: boolean): string {
  const { word, colour: own } = shown[check.outcome];
  const head = colour ? styleText(own, word, { validateStream: false }) : word;
  const open = check.outcome === "failed" || check.outcome === "person";
  const details = open ? detailsOf(check) : [];
  return [
    `${head}  ${check.check}: ${oneLine(check.words, widest)}`,
    `    ${check.rule}`,
    `    ${check.source}`,
    ...details.map((line) => `      ${oneLine(line, widest)}`),
  ].join("\n");
}

/** One that says no more than the line above it is left out. */
function detailsOf({ details, words }: Check): string[] {
  const more = details.length === 1 && details[0] === words ? [] : details;
  const left = more.length - mostDetails;
  return left > 0 ? [...more.slice(0, mostDetails), `and ${left} more`] : [...more];
}
