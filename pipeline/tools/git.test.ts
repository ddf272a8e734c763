// @module-tag process

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { Git } from "./git.ts";

it("makes one repository for many who ask at once", async () => {
  const dir = join(await temporaryFolder(), "heads.git");
  const gits = await Promise.all(Array.from({ length: 12 }, () => Git.init(dir)));
  for (const git of gits) expect(await git.must("rev-parse", "--is-bare-repository")).toBe("true");
});

it("keeps a commit for many who ask at once, and leaves nothing beside its ref", async () => {
  const git = await Git.init(join(await temporaryFolder(), "heads.git"));
  const kept = await git.must("hash-object", "-t", "tree", "-w", "/dev/null");
  const ref = `refs/twinboot/series/p/${kept}`;
  for (let round = 0; round < 20; round += 1)
    await Promise.all(Array.from({ length: 12 }, () => git.keep(ref, kept)));
  expect(await git.must("rev-parse", ref)).toBe(kept);
  expect(await readdir(join(git.dir, "refs/twinboot/series/p"))).toEqual([kept]);
});

it("takes a refusal as data, with git's words", async () => {
  const git = await Git.init(join(await temporaryFolder(), "heads.git"));
  const result = await git.try({ args: ["cat-file", "-t", "refs/heads/none"] });
  expect(result.ok).toBe(false);
  expect(result.stderr).toContain("Not a valid object name");
  expect(await git.has("refs/heads/none")).toBe(false);
});

it("reads this checkout where another user owns it, and no other repository", async () => {
  const dir = join(await temporaryFolder(), "heads.git");
  await Git.init(dir);
  // What git's own tests say where they cannot change an owner.
  const call = {
    args: ["rev-parse", "--is-bare-repository"],
    env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" },
  };
  const refused = await new Git(dir).try(call);
  expect(refused.stderr).toContain("dubious ownership");
  expect((await Git.ofCheckout(dir).try(call)).stdout.trim()).toBe("true");
});
