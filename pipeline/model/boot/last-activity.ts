// What a guest was doing when it went silent: told by what it said last.

import type { GuestTest, RecordLine } from "./guest-record.ts";

/** `after the test fpu (14 done)`; empty where it never said anything. */
export function lastActivity(own: readonly RecordLine[]): string {
  const last = own.at(-1)?.body;
  const tests = own.filter(({ body }) => body.record === "test").length;
  switch (last?.record) {
    case "start":
      return "as its PID 1 began";
    case "fact":
      return tests
        ? `after its tests, at the fact ${last.name}`
        : `at the fact ${last.name}, before its tests`;
    case "test":
      return `after the test ${last.name} (${tests} done)`;
    case "metric":
      return `after the workload ${last.name}`;
    case "end":
    case undefined:
      return "";
  }
}

type Named = Pick<GuestTest, "name">;

/** The test that ran when a guest went silent: the one that comes next in the boot of another guest. */
export function runningTest(
  done: readonly Named[],
  others: readonly (readonly Named[])[],
): string | undefined {
  const last = done.at(-1)?.name;
  if (last === undefined) return undefined;
  for (const tests of others) {
    const at = tests.findIndex(({ name }) => name === last);
    const next = at === -1 ? undefined : tests[at + 1];
    if (next) return next.name;
  }
  return undefined;
}
