import { expect, test } from "vitest";
import { tscKhzOf } from "./tsc-readings.ts";

/** As printed on a host whose TSC runs at 2596.140 MHz. */
const recorded = `57d73f76 00000000 57d74012 001f0159 \nf296fe5a 00000000 f296fef6 0055a094 \n`;

test("the TSC's rate is what passed on it while a second passed on the PM timer", () => {
  expect(tscKhzOf(recorded)).toBe(2_596_140);
});

test("the timer may wrap between the two readings", () => {
  const wrapped = recorded.replace("001f0159", "00fffff0").replace("0055a094", "00369f2b");
  expect(tscKhzOf(wrapped)).toBe(2_596_140);
});

test.each([
  ["nothing was printed", ""],
  ["the machine died after its first reading", recorded.split("\n")[0] ?? ""],
  ["the TSC went back", recorded.replace("f296fe5a", "07d73f76").replace("f296fef6", "07d74012")],
  ["a reading was blurred by a busy host", recorded.replace("57d74012", "58074012")],
])("there is none where %s", (_, printed) => {
  expect(tscKhzOf(printed)).toBeUndefined();
});
