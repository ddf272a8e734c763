// How the heads of a night come from the job that fetches them to those that need them.
// @module-tag process

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { writeFiles } from "./folder-rig.ts";
import { LinesRig } from "./workflow-rig.ts";

let rig: LinesRig;

beforeEach(async () => {
  rig = await LinesRig.make({ "all/kept/heads.git/packed-refs": "refs\n" });
});

const fetched = async () =>
  rig.lines("nightly.yml", "heads", {
    env: { TWINBOOT_STORE: join(rig.root, "all") },
    only: /twinboot fetch|heads\.tar/,
  });

const taken = async (heads: string) =>
  rig.lines("nightly.yml", "run", {
    env: { TWINBOOT_STORE: join(rig.root, "part") },
    only: /heads\.tar/,
    context: { needs: { heads: { outputs: { heads } } } },
  });

test("they are handed on as they are, to a part whose store is empty", async () => {
  const handed = await fetched();
  expect(handed.log).toContain("asked: fetch --head upstream");
  const ran = await taken(handed.outputs["heads"] ?? "");
  expect(ran.exitCode, ran.log).toBe(0);
  const refs = await readFile(join(rig.root, "part/kept/heads.git/packed-refs"), "utf8");
  expect(refs).toBe("refs\n");
});

test("no others are taken", async () => {
  await writeFiles(rig.root, { "heads.tar": "another\n" });
  expect((await taken("0".repeat(64))).exitCode).toBe(1);
  expect((await taken("")).exitCode).toBe(1);
});
