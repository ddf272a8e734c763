// The live view as people see it: at any width, at any height, and while cells are booted again.

import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Plan, PlannedCell } from "../../model/work/plan.ts";
import { widestOf } from "../../report/safe/text-columns.ts";
import { type LiveState, liveFrame } from "./live-frame.ts";

function cellOf(series: string, platform: string): PlannedCell {
  const judged = { id: `${series} ${platform}` };
  return { series, head: "sid", flavour: "guest", platform, judged } as PlannedCell;
}

function planOf(series: readonly string[], platforms: readonly string[]): Plan {
  const cells = series.flatMap((one) => platforms.map((platform) => cellOf(one, platform)));
  return { heads: [], rebases: [], kernels: [], hypervisors: [], skipped: [], cells };
}

const platforms = ["bare-pc", "bare-q35", "xen-pv-domu"];
const plan = planOf(["base", "hypervisor-sysfs"], platforms);

function stateOf(change: Partial<LiveState> = {}): LiveState {
  return {
    plan,
    running: [{ label: "build-kernel guest sid", forMs: 62_000, said: "" }],
    judged: new Map(),
    steps: { ended: 3, all: 20 },
    elapsedMs: 125_000,
    ...change,
  };
}

const screen = { columns: 80, rows: 24, colour: false };
const lines = (state: LiveState, size: Partial<typeof screen> = {}) =>
  liveFrame(state, { ...screen, ...size }).split("\n");

describe("the live view", () => {
  test("says how far the run is and how long it will still take", () => {
    expect(lines(stateOf({ leftMs: 301_000 }))[0]).toBe(
      "twinboot  2 min 05 s  step 3 of 20  about 6 min left",
    );
    expect(lines(stateOf({ plan: undefined }))[0]).toContain("looking up the heads");
  });

  test("shows the platforms down and the kernels across, and counts the verdicts", () => {
    const judged = new Map([
      ["base bare-pc", "pass"],
      ["base bare-q35", "fail"],
    ] as const);
    const frame = lines(stateOf({ judged }));
    expect(frame).toContain("1 pass  1 fail  4 to come");
    expect(frame).toContain("bare-pc      pass      \u00b7");
    expect(frame).toContain("bare-q35     fail      \u00b7");
  });

  test("never calls a cell failed that is booted again", () => {
    const frame = liveFrame(stateOf({ judged: new Map([["base bare-pc", "again"]]) }), screen);
    expect(frame).toContain("1 again");
    expect(frame).not.toContain("fail");
  });

  test.each([40, 80, 120, 200])(
    "fits %i columns, and counts the kernels that do not",
    (columns) => {
      const series = Array.from({ length: 20 }, (_, at) => `series-number-${at}`);
      const many = lines(stateOf({ plan: planOf(series, platforms) }), { columns });
      expect(Math.max(...many.map((line) => widestOf([line])))).toBeLessThan(columns);
      const shown = new Set(many.join(" ").match(/series-number-\d+/gu)).size;
      expect(many.join("\n")).toContain(`+${20 - shown} more kernels`);
    },
  );

  test("fits the rows of the terminal, and counts the platforms and steps that do not", () => {
    const names = Array.from({ length: 60 }, (_, at) => `platform-${at}`);
    const running = names.map((label) => ({ label, forMs: 0, said: "" }));
    const frame = lines(stateOf({ plan: planOf(["base"], names), running }));
    expect(frame.length).toBeLessThan(24);
    expect(frame.join("\n")).toMatch(/\+52 more steps[^]*\+\d+ more platforms/u);
  });

  test("cuts a long line of a step at the width, by what a terminal shows of it", () => {
    const running = [{ label: "build-kernel", forMs: 0, said: "\u88f8".repeat(100) }];
    const frame = lines(stateOf({ running }));
    expect(Math.max(...frame.map((line) => widestOf([line])))).toBeLessThan(80);
  });

  test("has colour only where the terminal has it, and the same words with it", () => {
    const judged = new Map([["base bare-pc", "pass"]] as const);
    const coloured = liveFrame(stateOf({ judged }), { ...screen, colour: true });
    const plain = liveFrame(stateOf({ judged }), screen);
    expect(coloured).not.toBe(plain);
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
});
