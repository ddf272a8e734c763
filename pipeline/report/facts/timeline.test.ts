// A run's steps in time.

import { describe, expect, test } from "vitest";
import { digestOf } from "../../model/digest.ts";
import { runFixture } from "../../test/run-fixture.ts";
import { timelineOf } from "./timeline.ts";

type Pool = "io" | "machine" | "vm";
type Of = { pool?: Pool; from: number; seconds: number; needs?: readonly string[] };

function traceOf(label: string, { pool = "vm", from, seconds, needs = [] }: Of) {
  const [trace] = runFixture().traces;
  if (!trace) throw new Error("the fixture has no trace");
  const startedAt = new Date(Date.parse(runFixture().startedAt) + 1000 * from).toISOString();
  const durationMs = 1000 * seconds;
  const steps = { step: digestOf(label), label, needs: needs.map((one) => digestOf(one)) };
  return { ...trace, ...steps, pool, startedAt, durationMs, reused: false };
}

const traces = [
  traceOf("import", { pool: "io", from: 0, seconds: 5 }),
  traceOf("build", { pool: "machine", from: 5, seconds: 60, needs: ["import"] }),
  traceOf("images", { pool: "io", from: 0, seconds: 20 }),
  traceOf("boot one", { from: 65, seconds: 4, needs: ["build", "images"] }),
  traceOf("boot two", { from: 65, seconds: 10, needs: ["build", "images"] }),
  traceOf("boot three", { from: 69, seconds: 30, needs: ["build", "images"] }),
];
const names = (bars: readonly { trace: { label: string } }[] = []) =>
  bars.map(({ trace }) => trace.label);

describe("the timeline", () => {
  const timeline = timelineOf(runFixture({ traces }));

  test("has as many rows of a pool as steps of it ran side by side", () => {
    expect(timeline?.rows.map(({ pool, bars }) => [pool, ...names(bars)])).toEqual([
      ["machine", "build"],
      ["vm", "boot one", "boot three"],
      ["vm", "boot two"],
      ["io", "import"],
      ["io", "images"],
    ]);
  });

  test("marks what the run waited for: inputs, and a place in the pool", () => {
    expect(names(timeline?.critical)).toEqual(["import", "build", "boot one", "boot three"]);
    expect(timeline?.endMs).toBe(99_000);
  });

  test("is not there where every step is an older run's", () => {
    const reused = traces.map((trace) => Object.assign({}, trace, { reused: true }));
    expect(timelineOf(runFixture({ traces: reused }))).toBeUndefined();
  });
});
