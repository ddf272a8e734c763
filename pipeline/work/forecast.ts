// What the older runs of a store tell of the next one.

import { expectedTimes } from "../plan/matrix/time-left.ts";
import type { Session } from "./session.ts";
import type { Forecast } from "./show.ts";

const runsRead = 3;

/** `attempts`: boots of a cell in all; the default has more than one. */
export async function forecastOf(
  { runs, host, width }: Session,
  attempts: number | undefined,
): Promise<Forecast> {
  // An estimate needs no proof: who reads an older run for its answer is told that it is damaged.
  const older = await runs.newest(runsRead).catch(() => []);
  const expected = expectedTimes(older, host.cpus);
  return { expected, width, again: attempts !== 1 };
}
