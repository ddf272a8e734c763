// Commits of heads.git on their way to a fresh machine: only when a step that is done there speaks of them, and as what
// is new in them.
// @module-tag process

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { SourceTree } from "../../model/described/head.ts";
import { type Outcome, pass } from "../../model/judge/outcome.ts";
import { type Step, step } from "../../model/work/step.ts";
import { headsFolder, importHead } from "../../steps/source/import-head.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { Machine, signer } from "../../test/remote-rig.ts";
import { Registry } from "../../test/registry-rig.ts";
import { work } from "../../test/step-rig.ts";
import { Git } from "../../tools/git.ts";
import { fileDigest } from "../../tools/host.ts";

let registry: Registry;
let dir: string;

beforeAll(async () => {
  registry = await Registry.start();
});
afterAll(() => registry.stop());
beforeEach(async () => {
  dir = await temporaryFolder();
});

/** A tarball of a small tree with a large file that stays the same. */
async function tarball(name: string, sublevel: number): Promise<{ from: string; sha256: string }> {
  const tree = join(dir, name);
  await mkdir(tree);
  const makefile = `VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = ${sublevel}\nEXTRAVERSION =\n`;
  await writeFile(join(tree, "Makefile"), makefile);
  const noise = Array.from({ length: 20_000 }, (_, at) => (at * 2654435761) % 4294967296);
  await writeFile(join(tree, "large"), noise.join("\n"));
  const from = join(dir, `${name}.tar.gz`);
  execFileSync("tar", ["-czf", from, "-C", dir, name]);
  return { from, sha256: (await fileDigest(from)) ?? "" };
}

function imported(archive: { from: string; sha256: string }): Step<SourceTree> {
  return step(importHead, "head", { pin: { kind: "tarball", ...archive } }, {});
}

/** Reads a file of the head, as a build does. */
function reading(head: Step, name: string): Step {
  return work(name, { head }, async ({ kept }, inputs) => {
    const { tree } = inputs["head"] as unknown as SourceTree;
    const git = new Git(kept(headsFolder));
    return pass((await git.must("cat-file", "-p", `${tree}:Makefile`)).split("\n").length);
  });
}

/** Boots what was made of it: its inputs do not speak of the commit. */
function booting(head: Step, name: string): Step {
  const built = work(`built-${name}`, { head }, () => pass("kernel"));
  return work(`boot-${name}`, { built }, () => pass(name));
}

const late = { late: true };
const host = () => `127.0.0.1:${registry.port}`;

test("a machine that does nothing itself has no commit, and what reads one has it", async () => {
  const archive = await tarball("one", 1);
  const head = imported(archive);
  const targets = [reading(head, "reads-1"), booting(head, "1")];
  await (await Machine.on({ host: host(), key: signer })).run(targets);
  await rm(archive.from);
  const fresh = await Machine.on({ host: host() });
  expect((await fresh.run(targets, late)).done).toEqual([]);
  expect(existsSync(fresh.store.kept(headsFolder))).toBe(false);
  expect((await fresh.run([booting(head, "another")], late)).done).toEqual([
    "built-another x",
    "boot-another x",
  ]);
  const { done, traces } = await fresh.run([reading(head, "reads-more")], late);
  expect(done).toEqual(["reads-more x"]);
  expect([...traces.values()].map(({ outcome }) => outcome.status)).toEqual(["pass", "pass"]);
  expect(fresh.said).toEqual([]);
});

test("what needs its commit at once, as a rebase by hand, has it at once", async () => {
  const archive = await tarball("one", 2);
  const head = imported(archive);
  await (await Machine.on({ host: host(), key: signer })).run([head]);
  await rm(archive.from);
  const fresh = await Machine.on({ host: host() });
  const { done, traces } = await fresh.run([head]);
  expect(done).toEqual([]);
  const outcome = traces.get(head.id)?.outcome as Outcome<SourceTree> | undefined;
  const commit = outcome?.status === "pass" ? outcome.value.commit : "";
  expect(await new Git(fresh.store.kept(headsFolder)).has(commit)).toBe(true);
});

test("where nobody hands the commit on, the head is imported here, and must be the same", async () => {
  const archive = await tarball("one", 3);
  const head = imported(archive);
  const machine = await Machine.on({ host: host(), key: signer });
  const { traces } = await machine.run([head]);
  const key = traces.get(head.id)?.key ?? "";
  const parcel = (await machine.registry.manifest(key))?.layers.at(-1);
  await rm(registry.blobPath(parcel?.digest ?? ""));
  const fresh = await Machine.on({ host: host() });
  const { done } = await fresh.run([reading(head, "reads-3")], late);
  expect(done).toEqual(["reads-3 x"]);
  expect(fresh.said).toEqual([expect.stringContaining("the registry has lost it")]);
});

test("a second head is sent as what is new in it, and brings the first one along", async () => {
  const archives = [await tarball("one", 4), await tarball("two", 5)];
  const heads = archives.map(imported);
  const machine = await Machine.on({ host: host(), key: signer });
  const sizes: number[] = [];
  for (const head of heads) {
    const { traces } = await machine.run([head]);
    const key = traces.get(head.id)?.key ?? "";
    sizes.push((await machine.registry.manifest(key))?.layers.at(-1)?.size ?? 0);
  }
  expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) / 10);
  await Promise.all(archives.map(async ({ from }) => rm(from)));
  const fresh = await Machine.on({ host: host() });
  const [, second] = heads;
  if (!second) throw new Error("there are two");
  expect((await fresh.run([reading(second, "reads-5")], late)).done).toEqual(["reads-5 x"]);
  expect(fresh.said).toEqual([]);
});
