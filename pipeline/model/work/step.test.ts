// What makes two steps one, and what decides a key.

import { describe, expect, test } from "vitest";
import { pass } from "../judge/outcome.ts";
import type { JsonObject } from "../json.ts";
import { type Inputs, keyOf, step, type Step, type StepKind } from "./step.ts";

const make: StepKind<JsonObject, Inputs, string> = {
  name: "make",
  version: 1,
  nature: "pure",
  pool: "io",
  run: async () => pass("value"),
};

function made(params: JsonObject = {}, inputs: Record<string, Step> = {}, label = "x"): Step {
  return step(make, label, params, inputs);
}

function deep(of: number): Step {
  return made({}, { a: made({}, { b: made({ of }) }) });
}

function treeOf({ head }: Inputs): string {
  return (head as { tree: string }).tree;
}

describe("two steps", () => {
  test("of one kind with equal parameters and inputs are one, whatever they are called", () => {
    const input = made({ of: 1 });
    expect(made({ a: 1, b: 2 }, { input }, "one").id).toBe(
      made({ b: 2, a: 1 }, { input: made({ of: 1 }, {}, "other") }, "two").id,
    );
  });

  test("are told apart by parameter, input, input's name, kind and version", () => {
    const one = made({ of: 1 });
    const other = made({ of: 2 });
    const steps = [
      made({ a: 1 }, { one }),
      made({ a: 2 }, { one }),
      made({ a: 1 }, { one: other }),
      made({ a: 1 }, { other: one }),
      made({ a: 1 }, { one, other }),
      step({ ...make, name: "make2" }, "x", { a: 1 }, { one }),
      step({ ...make, version: 2 }, "x", { a: 1 }, { one }),
    ];
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  });

  test("differ where any step behind them differs", () => {
    expect(deep(1).id).toBe(deep(1).id);
    expect(deep(1).id).not.toBe(deep(2).id);
  });

  test("carry their kind in the label", () => {
    expect(made({}, {}, "guest sid").label).toBe("make guest sid");
  });
});

describe("a key", () => {
  test("is made of what goes in: not of the label, not of the steps that made it", () => {
    const [one, two] = [
      made({}, { a: made({ of: 1 }) }, "1"),
      made({}, { a: made({ of: 2 }) }, "2"),
    ];
    expect(keyOf(one, { a: "value" })).toBe(keyOf(two, { a: "value" }));
    expect(keyOf(one, { a: "value" })).not.toBe(keyOf(one, { a: "other" }));
  });

  test("changes with parameters, kind and version", () => {
    const steps = [
      made({ a: 1 }),
      made({ a: 2 }),
      step({ ...make, version: 2 }, "x", { a: 1 }, {}),
    ];
    expect(new Set(steps.map((one) => keyOf(one, {}))).size).toBe(3);
  });

  test("looks only at what the kind reads: a new commit with the old tree is no other input", () => {
    const one = step({ ...make, reads: treeOf }, "x", {}, {});
    const key = keyOf(one, { head: { commit: "1", tree: "t" } });
    expect(keyOf(one, { head: { commit: "2", tree: "t" } })).toBe(key);
    expect(keyOf(one, { head: { commit: "1", tree: "u" } })).not.toBe(key);
  });
});
