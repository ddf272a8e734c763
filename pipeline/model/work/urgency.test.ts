// What goes first of what waits.

import { expect, test } from "vitest";
import { work } from "../../test/step-rig.ts";
import type { Step } from "./step.ts";
import { step } from "./step.ts";
import { urgencyOf } from "./urgency.ts";

const tenEach = (): number => 10;

function order(targets: readonly Step[], expected: (step: Step) => number): string[] {
  const places = [...urgencyOf(targets, expected)].toSorted(([, a], [, b]) => a - b);
  const labels = new Map(
    targets
      .flatMap((one) => [one, ...Object.values(one.inputs)])
      .map(({ id, kind }) => [id, kind.name]),
  );
  return places.map(([id]) => labels.get(id) ?? "");
}

test("what no series made goes before what one did, and what is made of it", () => {
  const base = work("base");
  const { kind } = work("patched");
  const patched = step(kind, "x", { series: "yours", patches: [] }, {});
  const on = work("on", { patched });
  expect(order([on, base], tenEach)).toEqual(["base", "patched", "on"]);
});

test("what the most work waits for goes first, then the short before the long", () => {
  const root = work("root");
  const targets = [work("long"), work("short"), work("leaf", { root })];
  expect(order(targets, ({ kind }) => (kind.name === "short" ? 1 : 10))).toEqual([
    "root",
    "short",
    "long",
    "leaf",
  ]);
});
