// What the older runs of a store tell of the next one.

import { expectedTimes } from "../plan/time-left.ts";
import type { Session } from "./session.ts";
import type { Forecast } from "./show.ts";

const runsRead = 3;

/** `attempts`: boots of a cell in all; the default has more than one. */
export async function forecastOf(
  { runs, host, width }: Session,
  attempts: number | undefined,
): Promise<Forecast> {
  const expected = expectedTimes(await runs.newest(runsRead), host.cpus);
  return { expected, width, again: attempts !== 1 };
}
