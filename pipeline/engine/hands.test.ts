// Steps that the engine does not do itself.

import { expect, test } from "vitest";
import { InfraError } from "../model/errors.ts";
import { pass } from "../model/judge/outcome.ts";
import type { Trace } from "../model/record/trace.ts";
import { work } from "../test/step-rig.ts";
import { doneSteps, runOn, temporaryStore } from "../test/store-rig.ts";
import type { SecondStore } from "./second-store.ts";

/** A store that others fill. */
function shared(traces: ReadonlyMap<string, Trace>): SecondStore {
  return {
    take: async (key) => {
      const trace = traces.get(key);
      return trace && { ...trace, taken: { from: "there", signer: "them", run: 1 } };
    },
    bringFile: async () => false,
    bring: async () => false,
    give: () => undefined,
    borrow: async () => false,
    leave: async () => undefined,
  };
}

const one = work("one");
const both = work("both", { one }, (_, inputs) => pass(inputs));

test("a step that others did is taken, and its value is what the next is made from", async () => {
  const theirs = new Map<string, Trace>();
  for (const trace of (await runOn(await temporaryStore(), [both])).values())
    theirs.set(trace.key ?? "", trace);
  const nothing = new Map<string, Trace>();
  const { done, onEvent } = doneSteps();
  const traces = await runOn(await temporaryStore(), [both], {
    onEvent,
    second: shared(nothing),
    hands: {
      do: async ({ step, key, here, made }) => {
        if (step.id === both.id) return here();
        expect(await made(() => true)).toBeUndefined();
        const trace = theirs.get(key);
        if (trace) nothing.set(key, trace);
        expect(await made(() => false)).toBeUndefined();
        return (await made(() => true)) ?? here();
      },
    },
  });
  expect(done).toEqual(["both x"]);
  expect(traces.get(both.id)?.outcome).toEqual(pass({ one: "one" }));
  expect(traces.get(one.id)?.taken?.from).toBe("there");
});

test("a fresh recording that others made for this run is taken, and none that they made for another", async () => {
  const boot = work("boot", {}, () => pass("theirs"), { nature: "recorded" });
  const made = await runOn(await temporaryStore(), [boot], { asked: "us" });
  const theirs = new Map([...made.values()].map((trace) => [trace.key ?? "", trace]));
  const doneFor = async (asked: string): Promise<string[]> => {
    const { done, onEvent } = doneSteps();
    await runOn(await temporaryStore(), [boot], {
      fresh: true,
      asked,
      second: shared(theirs),
      onEvent,
    });
    return done;
  };
  expect(await doneFor("us")).toEqual([]);
  expect(await doneFor("others")).toEqual(["boot x"]);
});

test("what hands throw ends the run", async () => {
  const hands = {
    do: async () => {
      throw new InfraError("nobody is there", "ask again");
    },
  };
  await expect(runOn(await temporaryStore(), [one], { hands })).rejects.toThrow("nobody is there");
});
