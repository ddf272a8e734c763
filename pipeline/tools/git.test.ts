import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { Git } from "./git.ts";

it("makes one repository for many who ask at once", async () => {
  const dir = join(await temporaryFolder(), "heads.git");
  const gits = await Promise.all(Array.from({ length: 12 }, () => Git.init(dir)));
  for (const git of gits) expect(await git.must("rev-parse", "--is-bare-repository")).toBe("true");
});

it("takes a refusal as data, with git's words", async () => {
  const git = await Git.init(join(await temporaryFolder(), "heads.git"));
  const result = await git.try({ args: ["cat-file", "-t", "refs/heads/none"] });
  expect(result.ok).toBe(false);
  expect(result.stderr).toContain("Not a valid object name");
  expect(await git.has("refs/heads/none")).toBe(false);
});
