// In which order builds begin that wait for one another.

import { expect, test } from "vitest";
import { UserError } from "../model/errors.ts";
import type { Finding } from "../model/judge/finding.ts";
import { fail, pass } from "../model/judge/outcome.ts";
import type { Step } from "../model/work/step.ts";
import { work } from "../test/step-rig.ts";
import { doneSteps, runOn, temporaryStore } from "../test/store-rig.ts";
import type { Store } from "./store.ts";

const broken: Finding = { reason: "build-failed", fault: "series", summary: "it does not build" };
const looked = work("looked", {}, undefined, { nature: "observation" });
const queued = (name: string, on: Step) => work(name, { on }, undefined, { pool: "machine" });

async function doneIn(store: Store, targets: readonly Step[]): Promise<string[]> {
  const { done, onEvent } = doneSteps();
  await runOn(store, targets, { onEvent });
  return done;
}

test("does what earlier targets need before what later ones do, once it is known", async () => {
  const names = ["base", "one", "two", "three"];
  const targets = names.map((name) => queued(`${name}-kernel`, queued(`${name}-config`, looked)));
  const done = (await doneIn(await temporaryStore(), targets)).map((one) => one.split(" ")[0]);
  expect(done.indexOf("base-kernel")).toBeLessThan(done.indexOf("two-config"));
  expect(done.indexOf("one-kernel")).toBeLessThan(done.indexOf("three-config"));
});

test("begins no build before those that its first target needs, though it be ready earlier", async () => {
  const slow = work("slow", {}, async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return pass("head");
  });
  const kernel = queued("kernel", queued("config", slow));
  const long = work("long", {}, undefined, { pool: "machine" });
  const store = await temporaryStore();
  expect(await doneIn(store, [kernel, long])).toEqual(
    ["slow", "config", "kernel", "long"].map((name) => `${name} x`),
  );
  // What is done already is not waited for.
  expect(await doneIn(store, [kernel, queued("longer", long)])).toEqual(["longer x"]);
});

test("does the other builds where those of its first target cannot be done", async () => {
  const lost = queued(
    "kernel",
    work("head", {}, () => fail(broken)),
  );
  const other = work("other", {}, undefined, { pool: "machine" });
  expect(await doneIn(await temporaryStore(), [lost, other])).toContain("other x");
  const wrong = work("wrong", {}, () => {
    throw new UserError("no such head", "name another");
  });
  const ran = runOn(await temporaryStore(), [queued("kernel", wrong), other]);
  await expect(ran).rejects.toThrow(UserError);
});
