// What the pages of a site are made from.

import type { RunCell, RunRecord } from "../model/run-record.ts";
import type { History } from "./history.ts";
import type { Links } from "./html-matrix.ts";
import type { Place } from "./html-page.ts";

export type Console = NonNullable<RunCell["evidence"]["console"]>;

export type SiteInputs = {
  readonly run: RunRecord;
  /** Ends with the run itself. */
  readonly history: History;
  /** A console's text; undefined where the store does not have its bytes. */
  readonly consoleText: (console: Console) => string | undefined;
  readonly places: readonly Place[];
  readonly links: Links;
};
