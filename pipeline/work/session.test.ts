// Run numbers count runs: what is looked at takes none, what is made does.
// @module-tag process

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { nightOf } from "../model/record/night-of.ts";
import { pass } from "../model/judge/outcome.ts";
import { type Step, step, type StepKind } from "../model/work/step.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { runFixture } from "../test/run-fixture.ts";
import { type Session, withSession } from "./session.ts";

beforeEach(async () => {
  vi.stubEnv("TWINBOOT_STORE", await temporaryFolder());
});

function planted(nature: StepKind<{}, {}, string>["nature"], outcome = pass("x")): Step<string> {
  const kind: StepKind<{}, {}, string> = {
    name: "planted",
    version: 1,
    nature,
    pool: "io",
    run: async () => outcome,
  };
  return step(kind, "it", {}, {});
}

/** The number that the next command would get. */
async function after(work: (session: Session) => Promise<unknown>): Promise<number> {
  await withSession({}, work).catch(() => undefined);
  return withSession({}, async ({ number }) => number);
}

test.each([
  ["does nothing", async () => undefined],
  ["fails before it starts", () => Promise.reject(new Error("no such series"))],
  ["only looks", (session: Session) => session.run([planted("observation")], () => undefined)],
])("a command that %s uses no number", async (_, work) => {
  expect(await after(work)).toBe(1);
});

test("a command that makes something uses one, and only one", async () => {
  const twice = after(async (session) => {
    await session.run([planted("pure")], () => undefined);
    await session.run([planted("recorded")], () => undefined);
  });
  expect(await twice).toBe(2);
});

test("a command that finds all in the store uses none", async () => {
  await after((session) => session.run([planted("pure")], () => undefined));
  const again = after((session) => session.run([planted("pure")], () => undefined));
  expect(await again).toBe(2);
});

test("a run that takes over nights of other machines comes after them", async () => {
  const history = await temporaryFolder();
  const night = nightOf(runFixture({ run: 41 }));
  await writeFile(join(history, "41.json"), JSON.stringify(night));
  expect(await withSession({ history }, async ({ number }) => number)).toBe(42);
});
