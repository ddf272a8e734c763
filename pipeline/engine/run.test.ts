// The engine on a real store: order, reuse, what is never stored, and how a run stops.

import { readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InfraError, Interrupted, UserError } from "../model/errors.ts";
import type { Finding } from "../model/judge/finding.ts";
import type { Json } from "../model/json.ts";
import { fail, pass } from "../model/judge/outcome.ts";
import type { Step } from "../model/work/step.ts";
import type { Trace } from "../model/record/trace.ts";
import { Random } from "../model/random.ts";
import { work } from "../test/step-rig.ts";
import { doneSteps, outcomeOn, runOn, temporaryStore } from "../test/store-rig.ts";
import type { Traces } from "./run.ts";
import type { Store } from "./store.ts";

const finding: Finding = { reason: "build-failed", fault: "series", summary: "it does not build" };

async function doneIn(store: Store, targets: readonly Step[], fresh = false): Promise<string[]> {
  const { done, onEvent } = doneSteps();
  await runOn(store, targets, { onEvent, fresh, run: 2 });
  return done;
}

function traceOf(traces: Traces, of: Step): Trace {
  const trace = traces.get(of.id);
  if (trace) return trace;
  throw new Error(`${of.label} left no trace`);
}

/** What of the traces must not depend on when and in which order things were done. */
function factsOf(traces: Traces) {
  return [...traces.values()]
    .map(({ step, key, outcome }) => ({ step, key, outcome }))
    .toSorted((a, b) => (a.step < b.step ? -1 : 1));
}

/** Something outside that may be another in the next run. */
function looked(value: Json): Step {
  return work("looked", {}, () => pass(value), { nature: "observation" });
}

/** A build that reads of a head's value the tree alone. */
function builtOf(commit: string): Step {
  return work("built", { head: looked({ commit, tree: "t" }) }, undefined, {
    reads: ({ head }) => (head as { tree: string }).tree,
  });
}

describe("a run", () => {
  test("does inputs first, and each step once, however many ask for it", async () => {
    const one = work("one");
    const left = work("left", { one });
    const right = work("right", { one });
    const both = work("both", { left, right }, (_, inputs) => pass(inputs));
    const store = await temporaryStore();
    const done = await doneIn(store, [both, left, one, both]);
    const names = done.map((label) => label.split(" ")[0]);
    // Nothing says which of the two ends first.
    const ends = [names[0], new Set(names.slice(1, 3)), ...names.slice(3)];
    expect(ends).toEqual(["one", new Set(["left", "right"]), "both"]);
    expect(await outcomeOn(store, both)).toEqual(pass({ left: "left", right: "right" }));
  });

  test("gives the same traces whatever the order of its targets", async () => {
    const random = new Random(7);
    const first = Array.from({ length: 6 }, (_, at) => work(`first ${at}`));
    const second = first.map((input, at) =>
      at === 3 ? work("broken", { input }, () => fail(finding)) : work(`second ${at}`, { input }),
    );
    const last = second.map((a, at) => work(`last ${at}`, { a, b: second[(at + 1) % 6] ?? a }));
    const all = [...first, ...second, ...last];
    const expected = factsOf(await runOn(await temporaryStore(), all));
    expect(expected).toHaveLength(18);
    for (let n = 0; n < 5; n += 1)
      expect(factsOf(await runOn(await temporaryStore(), random.shuffled(all)))).toEqual(expected);
  });

  test("runs one step of the machine pool at a time, beside those of other pools", async () => {
    let running = 0;
    let most = 0;
    const busy = async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return pass(null);
    };
    const machine = [1, 2, 3].map((n) => work(`m${n}`, {}, busy, { pool: "machine" }));
    await runOn(await temporaryStore(), machine);
    expect(most).toBe(1);
    const vms = [1, 2, 3].map((n) => work(`v${n}`, {}, busy, { pool: "vm" }));
    await runOn(await temporaryStore(), vms);
    expect(most).toBe(2);
  });

  test("gives every step an empty folder of its own, and takes it away again", async () => {
    const seen: string[] = [];
    const messy = (name: string) =>
      work(name, {}, async ({ workDir }) => {
        expect(await readdir(workDir)).toEqual([]);
        await writeFile(join(workDir, "left behind"), name);
        seen.push(workDir);
        return pass(name);
      });
    const store = await temporaryStore();
    await runOn(store, [messy("a"), messy("b")]);
    expect(new Set(seen).size).toBe(2);
    expect(await readdir(join(store.dir, "work"))).toEqual([]);
  });
});

describe("behind a step that did not pass", () => {
  const broken = work("broken", {}, () => fail(finding));

  test("all that needs it is blocked, and names the step that failed first", async () => {
    const behind = work("behind", { broken, fine: work("fine") });
    const farther = work("farther", { behind });
    const traces = await runOn(await temporaryStore(), [farther]);
    const blocked = { status: "blocked", by: broken.id };
    expect(traceOf(traces, behind).outcome).toEqual(blocked);
    expect(traceOf(traces, farther).outcome).toEqual(blocked);
    expect(traceOf(traces, farther).key).toBeUndefined();
  });

  test("what does not need it goes on", async () => {
    const other = work("other");
    const traces = await runOn(await temporaryStore(), [work("behind", { broken }), other]);
    expect(traceOf(traces, other).outcome).toEqual(pass("other"));
  });

  test("a blocked step is done once its input passes", async () => {
    const store = await temporaryStore();
    let mended = false;
    const input = work("input", {}, () => (mended ? pass(1) : fail(finding)), {
      nature: "observation",
    });
    const behind = work("behind", { input });
    expect((await outcomeOn(store, behind)).status).toBe("blocked");
    mended = true;
    expect(await outcomeOn(store, behind)).toEqual(pass("behind"));
  });
});

describe("an older run's trace", () => {
  test("stands for a pure step, and says which run made it", async () => {
    const store = await temporaryStore();
    const pure = work("pure");
    await runOn(store, [pure], { run: 1 });
    const traces = await runOn(store, [pure], { run: 2, fresh: true });
    expect(traceOf(traces, pure)).toMatchObject({ run: 1, outcome: pass("pure") });
  });

  test("stands for a finding as well", async () => {
    const store = await temporaryStore();
    const broken = work("broken", {}, () => fail(finding, "what was learned"));
    await runOn(store, [broken]);
    expect(await doneIn(store, [broken])).toEqual([]);
    expect(await outcomeOn(store, broken)).toEqual(fail(finding, "what was learned"));
  });

  test("never stands for an observation", async () => {
    const store = await temporaryStore();
    const looking = work("looking", {}, undefined, { nature: "observation" });
    expect(await doneIn(store, [looking])).toHaveLength(1);
    expect(await doneIn(store, [looking])).toHaveLength(1);
    expect(await readdir(join(store.dir, "traces"))).toEqual([]);
  });

  test("is not taken for another recipe, nor for other inputs", async () => {
    const store = await temporaryStore();
    await runOn(store, [work("made", { of: looked(1) })]);
    expect(await doneIn(store, [work("made", { of: looked(1) })])).toEqual(["looked x"]);
    expect(await doneIn(store, [work("made", { of: looked(2) })])).toContain("made x");
    const raised = work("made", { of: looked(1) }, undefined, { version: 2 });
    expect(await doneIn(store, [raised])).toContain("made x");
  });

  test("stands where what is read of the input did not change: early cut-off", async () => {
    const store = await temporaryStore();
    await runOn(store, [builtOf("old")]);
    expect(await doneIn(store, [builtOf("new")])).toEqual(["looked x"]);
  });

  test("does not stand where a file that it speaks of is lost or cut short", async () => {
    const store = await temporaryStore();
    const filed = work("filed", {}, async ({ keepBytes }) =>
      pass({ deep: [await keepBytes("content", "f")] }),
    );
    await runOn(store, [filed]);
    const [name = ""] = await readdir(join(store.dir, "files"));
    await truncate(join(store.dir, "files", name), 3);
    expect(await doneIn(store, [filed])).toEqual(["filed x"]);
    await rm(join(store.dir, "files", name));
    expect(await doneIn(store, [filed])).toEqual(["filed x"]);
    expect(await doneIn(store, [filed])).toEqual([]);
  });

  test("does not stand where what lies outside the store's files is gone", async () => {
    const store = await temporaryStore();
    let there = true;
    const outside = work("outside", {}, undefined, {
      outside: { name: () => "it", present: async () => there },
    });
    await runOn(store, [outside]);
    expect(await doneIn(store, [outside])).toEqual([]);
    there = false;
    expect(await doneIn(store, [outside])).toEqual(["outside x"]);
  });
});

describe("what goes wrong with the machine", () => {
  test("is an error with its hint, never stored, and tried again in the next run", async () => {
    const store = await temporaryStore();
    let mended = false;
    const flaky = work("flaky", {}, () => {
      if (mended) return pass("now");
      throw new InfraError("the mirror is away", "look at it");
    });
    const error = { status: "error", message: "the mirror is away", hint: "look at it" };
    expect(await outcomeOn(store, flaky)).toEqual(error);
    mended = true;
    expect(await outcomeOn(store, flaky)).toEqual(pass("now"));
  });

  test("is also what the system calls failed with: a disk that is full is no mistake of ours", async () => {
    const full = work("full", {}, async ({ workDir }) => {
      await writeFile(join(workDir, "no", "such", "folder"), "x");
      return pass(null);
    });
    expect((await outcomeOn(await temporaryStore(), full)).status).toBe("error");
  });

  test("ends the run where it is the user's mistake or ours", async () => {
    const store = await temporaryStore();
    const wrong = work("wrong", {}, () => {
      throw new UserError("no such head", "name another");
    });
    await expect(runOn(store, [wrong])).rejects.toThrow(UserError);
    const ours = work("ours", {}, () => {
      throw new TypeError("undefined is not a function");
    });
    await expect(runOn(store, [ours])).rejects.toThrow(TypeError);
    expect(await readdir(join(store.dir, "traces"))).toEqual([]);
  });
});

describe("a run that is stopped", () => {
  test("keeps what is finished, stores nothing of what is not, and begins nothing more", async () => {
    const store = await temporaryStore();
    const stop = new AbortController();
    const began = Promise.withResolvers<void>();
    const finished = work("finished");
    const going = work(
      "going",
      { finished },
      async ({ keepBytes, signal }) => {
        await keepBytes("half", "half");
        began.resolve();
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        throw new Error("make was stopped");
      },
      { pool: "machine" },
    );
    const waiting = work("waiting", {}, undefined, { pool: "machine" });
    const { done, onEvent } = doneSteps();
    const ran = runOn(store, [going, waiting], { signal: stop.signal, onEvent });
    void began.promise.then(() => stop.abort());
    await expect(ran).rejects.toThrow(Interrupted);
    expect(done.toSorted()).toEqual(
      done.includes("waiting x")
        ? ["finished x", "going x", "waiting x"]
        : ["finished x", "going x"],
    );
    expect(await readdir(join(store.dir, "work"))).toEqual([]);
    expect(await doneIn(store, [finished])).toEqual([]);
    expect(await doneIn(store, [work("going", { finished })])).toEqual(["going x"]);
  });

  test("turns what a stopped step throws into a stop, whatever it was", async () => {
    const stop = new AbortController();
    const dying = work("dying", {}, () => {
      stop.abort();
      throw new InfraError("make was killed by SIGTERM", "run it again");
    });
    const store = await temporaryStore();
    await expect(runOn(store, [dying], { signal: stop.signal })).rejects.toThrow(Interrupted);
  });
});
