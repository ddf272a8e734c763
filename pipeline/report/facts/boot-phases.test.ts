// Where the time of a boot went.

import { expect, test } from "vitest";
import { runFixture } from "../../test/run-fixture.ts";
import { bootPhases } from "./boot-phases.ts";

const [cell] = runFixture().cells;
if (!cell) throw new Error("the fixture has no cell");
const withFacts = (facts: Record<string, string>, bootSeconds = 9) => ({
  ...cell,
  evidence: { facts, bootSeconds },
});

test("the kernel's, the tests' and the rest of the wall time are told by the guest's clock", () => {
  const booted = withFacts({ "clock.begin": "1500000000", "clock.end": "6500000000" });
  expect(bootPhases(booted)).toEqual({ kernel: 1.5, tests: 5, rest: 2.5 });
});

test("a guest whose clock ran ahead of ours has no rest below nothing", () => {
  const booted = withFacts({ "clock.begin": "1500000000", "clock.end": "6500000000" }, 6);
  expect(bootPhases(booted)?.rest).toBe(0);
});

test.each([
  ["never came to its end", { "clock.begin": "1" }],
  ["tells something else", { "clock.begin": "soon", "clock.end": "-1" }],
])("nothing is told of a guest that %s", (_, facts) => {
  expect(bootPhases(withFacts(facts as Record<string, string>))).toBeUndefined();
});
