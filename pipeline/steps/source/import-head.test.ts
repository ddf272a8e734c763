// @module-tag process

import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { HeadDescription, SourceTree } from "../../model/described/head.ts";
import { step } from "../../model/work/step.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { fileDigest } from "../../tools/host.ts";
import { Git } from "../../tools/git.ts";
import { headsFolder, importHead } from "./import-head.ts";
import { resolveHead } from "./resolve-head.ts";

const makefile = "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION = -rc1\n";

type Upstream = { url: string; tarball: string; git: (...args: string[]) => string };

let upstream: Upstream;
beforeAll(async () => {
  upstream = await upstreamTree();
});

/** A tree with a kernel's Makefile: as a git repository with two commits, and as a tarball. */
async function upstreamTree(): Promise<Upstream> {
  const dir = await temporaryFolder();
  const tree = join(dir, "linux");
  await mkdir(tree);
  const env = { ...process.env };
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", tree, "-c", "user.name=a", "-c", "user.email=a@b", ...args], { env })
      .toString()
      .trim();
  git("init", "-q", "-b", "main");
  await writeFile(join(tree, "Makefile"), makefile);
  git("add", "-A");
  env["GIT_COMMITTER_DATE"] = "2019-01-01T12:00:00Z";
  git("commit", "-qm", "one");
  delete env["GIT_COMMITTER_DATE"];
  git("tag", "-a", "v7.3-rc1", "-m", "release");
  await writeFile(join(tree, "README"), "later\n");
  git("add", "-A");
  git("commit", "-qm", "two");
  const tarball = join(dir, "linux.tar.gz");
  execFileSync("tar", ["-czf", tarball, "--exclude=.git", "-C", dir, "linux"]);
  return { url: `file://${tree}`, tarball, git };
}

async function imported(head: HeadDescription): Promise<SourceTree> {
  const store = await temporaryStore();
  const params = { name: "h", head };
  const resolved = await outcomeOn(store, step(resolveHead, "h", params, {}));
  if (resolved.status !== "pass") throw new Error(JSON.stringify(resolved));
  const outcome = await outcomeOn(store, step(importHead, "h", { pin: resolved.value }, {}));
  if (outcome.status !== "pass") throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

it("imports a git head at the commit its ref names now, an annotated tag too", async () => {
  const { url, git } = upstream;
  const branch = await imported({ kind: "git", url, ref: "main", channel: "warning" });
  expect(branch).toEqual({
    commit: git("rev-parse", "main"),
    tree: git("rev-parse", "main^{tree}"),
    release: "7.3.0-rc1",
  });
  const tag = await imported({ kind: "git", url, ref: "v7.3-rc1", channel: "posting" });
  expect(tag.commit).toBe(git("rev-parse", "v7.3-rc1^{commit}"));
});

it("takes a commit for a ref, and keeps the tags below it", async () => {
  const { url, git } = upstream;
  const store = await temporaryStore();
  const commit = git("rev-parse", "main");
  const head = { kind: "git" as const, url, ref: commit, channel: "posting" as const };
  const pin = await outcomeOn(store, step(resolveHead, "h", { name: "h", head }, {}));
  if (pin.status !== "pass") throw new Error(JSON.stringify(pin));
  await outcomeOn(store, step(importHead, "h", { pin: pin.value }, {}));
  const kept = new Git(store.kept(headsFolder));
  expect(await kept.must("describe", "--abbrev=0", commit)).toBe("v7.3-rc1");
});

it("imports a git head with its history, or with that from a day on", async () => {
  const { url, git } = upstream;
  const commits = async (since?: string): Promise<string> => {
    const store = await temporaryStore();
    const pin = {
      kind: "git" as const,
      url,
      ref: "main",
      commit: git("rev-parse", "main"),
      history: since ?? "all",
    };
    const outcome = await outcomeOn(store, step(importHead, "h", { pin }, {}));
    if (outcome.status !== "pass") throw new Error(JSON.stringify(outcome));
    return new Git(store.kept(headsFolder)).must("rev-list", "--count", outcome.value.commit);
  };
  expect(await commits()).toBe("2");
  expect(await commits("2020-01-01")).toBe("1");
});

it("imports a tarball as the tree git would make, and always as the same commit", async () => {
  const { tarball, git } = upstream;
  const sha256 = (await fileDigest(tarball)) ?? "";
  const head: HeadDescription = { kind: "tarball", from: tarball, sha256, channel: "posting" };
  const [first, again] = [await imported(head), await imported(head)];
  expect(first.tree).toBe(git("rev-parse", "main^{tree}"));
  expect(again.commit).toBe(first.commit);
});

it("says that a ref is not there, and that a tarball is another one, as the user's mistake", async () => {
  const { url, tarball } = upstream;
  await expect(imported({ kind: "git", url, ref: "v9", channel: "posting" })).rejects.toThrow(
    /heads\.h: .* has no ref v9/,
  );
  const other: HeadDescription = {
    kind: "tarball",
    from: tarball,
    sha256: "0".repeat(64),
    channel: "posting",
  };
  await expect(imported(other)).rejects.toThrow(/sha256 is [0-9a-f]{64}/);
});
