// What is told of the time that a plan still takes.

import { expect, test } from "vitest";
import { runFixture } from "../../test/run-fixture.ts";
import type { Step } from "../../model/work/step.ts";
import { expectedTimes, timeLeft } from "./time-left.ts";

function stepOf(name: string, label: string, inputs: readonly Step[] = []): Step {
  const pool = name === "build-kernel" ? "machine" : "vm";
  const byName = Object.fromEntries(inputs.map((input, at) => [String(at), input]));
  return { id: label, label: `${name} ${label}`, kind: { name, pool }, inputs: byName } as Step;
}

const built = stepOf("build-kernel", "guest sid");
const boots = [1, 2, 3, 4].map((at) => stepOf("boot", `bare-${at} sid`, [built]));
const steps = [built, ...boots];
const width = { io: 4, machine: 1, vm: 2 };
const minute = 60_000;
const expected = ({ kind }: Step) => (kind.name === "boot" ? minute : 5 * minute);
const nothing = { steps, ended: new Set<string>(), running: new Map<string, never>(), width };

test("a chain of steps takes as long as all of them", () => {
  expect(timeLeft(nothing, expected)).toBe(6 * minute);
});

test("a pool that has more to do than the longest chain takes as long as its work", () => {
  expect(timeLeft({ ...nothing, ended: new Set([built.id]) }, expected)).toBe(2 * minute);
});

test("what a step has already run is not still to come", () => {
  const running = new Map([[built.id, { forMs: 4 * minute, share: 0 }]]);
  expect(timeLeft({ ...nothing, running }, expected)).toBe(2 * minute);
});

test("a step that tells how far it is takes as long for the rest as for what it did", () => {
  const running = new Map([[built.id, { forMs: 4 * minute, share: 0.25 }]]);
  expect(timeLeft({ ...nothing, running }, expected)).toBe(13 * minute);
});

test("nothing is left where everything has ended", () => {
  expect(timeLeft({ ...nothing, ended: new Set(steps.map(({ id }) => id)) }, expected)).toBe(0);
});

test("a step takes as long as when it was last done, else as its kind, else as measured elsewhere", () => {
  const [trace] = runFixture().traces;
  if (!trace) throw new Error("the fixture has no trace");
  const kind = "build-kernel";
  const older = { ...trace, kind, label: built.label, durationMs: 1000, reused: false };
  const newer = { ...older, label: "build-kernel guest 6.12", durationMs: 2000 };
  const runs = [runFixture({ traces: [newer] }), runFixture({ traces: [older] })];
  expect(expectedTimes(runs, 2)(built)).toBe(1000);
  expect(expectedTimes(runs, 2)(stepOf(kind, "guest 7.3"))).toBe(2000);
  const unknown = expectedTimes([], 2)(built);
  expect(expectedTimes([], 4)(built)).toBe(unknown / 2);
  const reused = runFixture({ traces: [{ ...older, reused: true }] });
  expect(expectedTimes([reused], 2)(built)).toBe(unknown);
});
