// Of the page: results that somebody else brought.

import type { RunRecord } from "../../model/record/run-record.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { importLines } from "../facts/imported-results.ts";

/** Undefined where there are none. */
export function importsView(run: RunRecord): Html | undefined {
  const lines = importLines(run);
  if (!lines.length) return undefined;
  return markup`<ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;
}
