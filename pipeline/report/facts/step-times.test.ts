import { expect, test } from "vitest";
import { runFixture } from "../../test/run-fixture.ts";
import { stepTimes } from "./step-times.ts";

test("time is summed by kind, the longest first", () => {
  const [first] = stepTimes(runFixture());
  expect(first).toEqual({ kind: "build-kernel", made: 2, reused: 0, durationMs: 326_600 });
});

test("a reused step is counted, and its time is not this run's", () => {
  const boots = stepTimes(runFixture()).find((time) => time.kind === "boot");
  expect(boots).toEqual({ kind: "boot", made: 1, reused: 1, durationMs: 9300 });
});
