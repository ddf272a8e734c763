// A run as JSON for people and programs alike: the canonical source of every other format.

import type { RunRecord } from "../../model/record/run-record.ts";

/** Two spaces of indent and a line feed at the end. */
export function renderJson(run: RunRecord): string {
  return `${JSON.stringify(run, undefined, 2)}\n`;
}
