// Steps whose code did what it may not: the engine makes a finding of it.

import { chmod, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Offence } from "../model/errors.ts";
import type { Fault } from "../model/judge/finding.ts";
import { fail, pass } from "../model/judge/outcome.ts";
import type { Step } from "../model/work/step.ts";
import { work } from "../test/step-rig.ts";
import { doneSteps, outcomeOn, runOn, temporaryStore } from "../test/store-rig.ts";
import type { Store } from "./store.ts";

async function doneIn(store: Store, target: Step): Promise<string[]> {
  const { done, onEvent } = doneSteps();
  await runOn(store, [target], { onEvent, run: 2 });
  return done;
}

describe("what code of a tree did against the rules", () => {
  const left = "the build left bzImage as a symbolic link";

  function offending(reason: Offence["reason"], runs?: Fault): Step {
    const offend = (): never => {
      throw new Offence(reason, left);
    };
    return work(`${reason} of ${runs}`, {}, offend, runs ? { runs } : {});
  }

  test("is a finding against the series, or against whose code the step runs", async () => {
    const store = await temporaryStore();
    expect(await outcomeOn(store, offending("bad-product"))).toEqual(
      fail({ reason: "bad-product", fault: "series", summary: left }),
    );
    expect(await outcomeOn(store, offending("bad-product", "hypervisor"))).toMatchObject({
      finding: { fault: "hypervisor" },
    });
  });

  test("is stored, unless a limit was reached: a faster machine may not reach it", async () => {
    const store = await temporaryStore();
    const [link, slow] = [offending("bad-product"), offending("over-limit", "head")];
    await runOn(store, [link, slow]);
    expect(await doneIn(store, link)).toEqual([]);
    expect(await doneIn(store, slow)).toEqual(["over-limit of head x"]);
  });

  test("leaves nothing of its folder, whatever rights it took from it", async () => {
    const store = await temporaryStore();
    const closing = work("closing", {}, async ({ workDir }) => {
      await mkdir(join(workDir, "in"));
      await chmod(join(workDir, "in"), 0);
      return pass("closed");
    });
    await runOn(store, [closing]);
    expect(await readdir(join(store.dir, "work"))).toEqual([]);
  });
});
