import { expect, test } from "vitest";
import { counterOutput } from "./counter-output.ts";

test("the counter's lines are read: addresses first reached, then workload by workload", () => {
  const text =
    "first ffffffff81000000 12\nworkload\nat 401000 3\nat ffffffff81000004 7\nworkload\nat 401000 1\n";
  const { first, workloads } = counterOutput(text);
  expect(first.get(0xffffffff81000000n)).toBe(12);
  expect(workloads.map((one) => Array.from(one))).toEqual([
    [
      [0x401000n, 3],
      [0xffffffff81000004n, 7],
    ],
    [[0x401000n, 1]],
  ]);
});
