import { expect, test } from "vitest";
import { judgeLoad } from "./judge-load.ts";
import type { Witness } from "./witness.ts";

function guestWith(...numbers: number[]): Witness {
  return {
    console: { name: "console.log", lines: [], segments: [], faults: [] },
    records: { records: [], damaged: [] },
    nonce: "",
    loadLines: new Set(numbers),
  };
}

const three = { "console.loadLines": "3" };

test("a guest whose lines are all there lost nothing", () => {
  expect(judgeLoad(guestWith(0, 1, 2), three)).toBeUndefined();
});

test("a line that did not arrive is lost output, and is named", () => {
  const finding = judgeLoad(guestWith(0, 2), three);
  expect(finding).toMatchObject({ reason: "lost-output", fault: "infrastructure" });
  expect(finding?.summary).toContain("the first is number 1");
});

test("a guest that did not fill its console lost nothing", () => {
  expect(judgeLoad(guestWith(), {})).toBeUndefined();
});
