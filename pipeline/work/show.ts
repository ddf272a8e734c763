// What every view of a run can do.

import type { EngineEvent } from "../engine/run.ts";
import type { Plan } from "../model/work/plan.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import type { ExpectedTime, Progress } from "../plan/matrix/time-left.ts";

/** What is known beforehand of a run. */
export type Forecast = {
  readonly expected: ExpectedTime;
  readonly width: Progress["width"];
  /** A cell that does not pass is booted again. */
  readonly again: boolean;
};

export type Show = {
  /** The plan is known: the matrix can be drawn. */
  readonly planned: (plan: Plan, forecast: Forecast) => void;
  readonly onEvent: (event: EngineEvent) => void;
  /** A line that stays, between the steps. */
  readonly note: (line: string) => void;
  readonly concluded: (record: RunRecord) => void;
  /** Leaves the terminal as it was; may be called twice. */
  readonly end: () => void;
};
