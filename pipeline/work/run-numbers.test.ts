// A number that something in the store carries is never given again.
// @module-tag process

import { execFileSync } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { sealed } from "../engine/sealed-json.ts";
import { digestOf } from "../model/digest.ts";
import { pass } from "../model/judge/outcome.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { RunNumbers } from "./run-numbers.ts";

let dir: string;
let note: string;

beforeEach(async () => {
  dir = await temporaryFolder();
  note = join(dir, "runs/last");
  for (const number of [1, 2, 3]) new RunNumbers(dir).take(number);
});

function next(): Promise<number> {
  return new RunNumbers(dir).next();
}

async function carriedBy(run: number): Promise<void> {
  const key = digestOf(`boot of ${run}`);
  const times = { startedAt: new Date(0).toISOString(), durationMs: 1, run };
  const trace = { step: key, kind: "boot", label: "", key, outcome: pass({}), ...times };
  await mkdir(join(dir, "traces"), { recursive: true });
  await writeFile(join(dir, "traces", `${key}.json`), sealed(trace));
}

test("the folder of the newest run is gone, as our own error told somebody to do", async () => {
  await rm(join(dir, "runs/3"), { recursive: true });
  expect(await next()).toBe(4);
});

test("a smaller number that comes later, a night of another store, leaves the largest alone", async () => {
  await rm(join(dir, "runs/1"), { recursive: true });
  new RunNumbers(dir).take(1);
  await rm(join(dir, "runs/3"), { recursive: true });
  expect(await next()).toBe(4);
});

describe("the largest is read from what the store carries, where the folder of runs", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["is gone", () => rm(join(dir, "runs"), { recursive: true })],
    ["is of a version that noted nothing", () => rm(note)],
    ["has an empty note", () => writeFile(note, "")],
    ["has a note that is no number", () => writeFile(note, "1e9")],
    ["has a FIFO for a note", async () => (await rm(note), execFileSync("mkfifo", [note]))],
    ["has a folder for a note", async () => (await rm(note), mkdir(note))],
  ])("%s", async (_, damage) => {
    await carriedBy(7);
    await writeFile(join(dir, "traces/half.json"), "{");
    await damage();
    expect(await next()).toBe(8);
  });
});

test("a number that none can follow is told, not counted beyond what is read back", async () => {
  await mkdir(join(dir, "runs/999999999"));
  await expect(next()).rejects.toThrow("no run can come after this number");
});
