// What the pages of a site are made from.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import type { History } from "../facts/history.ts";
import type { Links } from "./matrix.ts";
import type { Place } from "./page.ts";

export type Console = NonNullable<RunCell["evidence"]["console"]>;

export type SiteInputs = {
  readonly run: RunRecord;
  /** Ends with the run itself. */
  readonly history: History;
  /** A console's text; undefined where the store does not have its bytes. */
  readonly consoleText: (console: Console) => string | undefined;
  /** Whether the site has certificates of kernels beside its pages, as that of a night has. */
  readonly certificates?: boolean;
  readonly places: readonly Place[];
  readonly links: Links;
};
