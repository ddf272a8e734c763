// Of the page: results that somebody else brought.

import type { RunRecord } from "../model/run-record.ts";
import { type Html, markup } from "./html-escape.ts";
import { importLines } from "./imports.ts";

/** Undefined where there are none. */
export function importsView(run: RunRecord): Html | undefined {
  const lines = importLines(run);
  if (!lines.length) return undefined;
  return markup`<ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul>`;
}
