// How long who waits for whom. Tests are less patient.

export type Patience = {
  /** After so long without a sign of life, a worker's step is another's. */
  readonly lostMs: number;
  /** How often a run looks after the jobs that it waits for. */
  readonly lookMs: number;
  /** After so long without Redis, or without a worker, a run does steps itself. */
  readonly awayMs: number;
  /** The first rest of a worker that failed; it doubles with each failure that follows. */
  readonly restMs: number;
};

export const patience: Patience = { lostMs: 30_000, lookMs: 2000, awayMs: 30_000, restMs: 2000 };
