// What is drawn of the steps that were taken, and what comes of doing them again.

import { expect, test } from "vitest";
import type { Digest } from "../../model/digest.ts";
import { fail, type Outcome, pass } from "../../model/judge/outcome.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { Step, StepContext } from "../../model/work/step.ts";
import { work } from "../../test/step-rig.ts";
import { trace } from "../../test/traces-rig.ts";
import { remadeSteps } from "./remade-steps.ts";

const taken = { from: "oci://registry/store", signer: "nightly", run: 9 };
const broken = { reason: "build-failed", fault: "series", summary: "it does not build" } as const;

function ranOf(steps: readonly Step[], outcome: Outcome = pass("value"), run = 3) {
  const traces = new Map<Digest, Trace>(
    steps.map((one) => {
      const [id, made] = trace(one, outcome);
      return [id, { ...made, key: "ab".repeat(32), run, taken }];
    }),
  );
  return { run: 3, traces };
}

const steps = Array.from({ length: 250 }, (_, at) => work(`step-${at}`));

async function again(outcome: Outcome, theirs: Outcome): Promise<Outcome | undefined> {
  const one = work("one", {}, () => outcome);
  const [drawn] = remadeSteps([one], ranOf([one], theirs), "seed");
  return drawn?.again.kind.run({} as StepContext, drawn.again.params, {});
}

test("one of each hundred is drawn, and at least one; another seed draws others", () => {
  expect(remadeSteps(steps, ranOf(steps), "seed")).toHaveLength(3);
  expect(remadeSteps(steps.slice(0, 5), ranOf(steps), "seed")).toHaveLength(1);
  const drawn = new Set(
    Array.from({ length: 20 }, (_, at) => remadeSteps(steps, ranOf(steps), `${at}`)[0]?.label),
  );
  expect(drawn.size).toBeGreaterThan(10);
});

test("what was made here, what was taken by an older run, and a boot are not drawn", () => {
  const boot = work("boot", {}, undefined, { nature: "recorded" });
  expect(remadeSteps([boot], ranOf([boot]), "seed")).toEqual([]);
  expect(remadeSteps(steps, ranOf(steps, pass("value"), 2), "seed")).toEqual([]);
  expect(remadeSteps(steps, { run: 3, traces: new Map() }, "seed")).toEqual([]);
});

test("the same is the same, whatever the words of a failure are", async () => {
  expect(await again(pass({ a: 1, b: 2 }), pass({ b: 2, a: 1 }))).toMatchObject({ status: "pass" });
  const other = { ...broken, summary: "in other words" };
  expect(await again(fail(broken), fail(other))).toMatchObject({ status: "pass" });
});

test("another value is a finding of its own, against the infrastructure", async () => {
  expect(await again(pass({ a: 1 }), pass({ a: 2 }))).toMatchObject({
    status: "fail",
    finding: {
      reason: "differs-elsewhere",
      fault: "infrastructure",
      summary: "one x comes out otherwise here than as nightly signed it",
      detail: [expect.stringContaining('{"a":2}'), expect.stringContaining('{"a":1}')],
    },
  });
  expect(await again(fail(broken), pass(1))).toMatchObject({ status: "fail" });
});

test("a machine that cannot do it says nothing of the other one", async () => {
  const error: Outcome = { status: "error", message: "the disk is full", hint: "df -h" };
  expect(await again(error, pass(1))).toEqual(error);
});
