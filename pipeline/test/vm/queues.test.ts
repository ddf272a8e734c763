// A patch queue that nobody here wrote: the Debian kernel's own, from its source package, onto the default heads.

import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { storeDir } from "../../work/session.ts";
import type { PatchResult } from "../../model/patches/patch-result.ts";
import { type RunRecord, runRecordSchema } from "../../model/record/run-record.ts";
import { aptOrigins } from "../../parse/apt.ts";
import { parsePatch } from "../../parse/patch/patch.ts";
import { touchedPaths } from "../../rebase/apply/touched-paths.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { sourcesOf } from "../../steps/source/refresh-suite.ts";
import { AptState, machineOrigins, machineSuite } from "../../tools/apt.ts";
import { mustRun, run } from "../../tools/shell.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { twinboot } from "./cli-rig.ts";

const series = "debian-queue";

describe("the Debian kernel's patches", { tags: ["vm"] }, () => {
  let quilt: string;
  /** Where the series lies in a copy of the checkout. */
  let folder: string;
  let record: RunRecord;

  beforeAll(async () => {
    quilt = await debianPatches();
    const copy = await temporaryFolder();
    await copyCheckout(copy);
    folder = join(copy, "patches", series);
    const asked = ["import", quilt, "--as", series, "--base", "bookworm-6.1"];
    const imported = await twinboot(asked, {}, copy);
    expect(imported.stderr).toBe("");
    const rebased = await twinboot(["rebase", "--series", series, "--json"], {}, copy);
    expect([0, 1], rebased.stderr).toContain(rebased.exitCode);
    record = runRecordSchema.parse(JSON.parse(rebased.stdout));
  }, 600_000);

  it("have a result on every head, each of them, in their order", async () => {
    const names = await namesIn(folder);
    expect(names.length).toBe((await namesIn(quilt)).length);
    expect(record.heads.length).toBeGreaterThan(1);
    expect(record.series.map(({ head }) => head).toSorted()).toEqual(
      record.heads.map(({ name }) => name).toSorted(),
    );
    for (const { patches } of record.series)
      expect(patches.map(({ patch }) => patch)).toEqual(names);
  });

  it("say what is in the way of each that does not apply", () => {
    const stuck = record.series.flatMap(({ patches }) =>
      patches.filter(({ result }) => result === "conflict"),
    );
    expect(stuck.filter(({ conflicts }) => !conflicts?.length)).toEqual([]);
    const blocked = record.series.flatMap(({ patches }) =>
      patches.filter(({ result }) => result === "blocked-by"),
    );
    expect(blocked.filter(({ blockedBy }) => !blockedBy)).toEqual([]);
  });

  it("apply where real git am -3 applies them: all that share no file with another", async () => {
    const alone = await standingAlone(folder);
    expect(alone.size).toBeGreaterThan(20);
    for (const { head, patches } of record.series) {
      const commit = record.heads.find(({ name }) => name === head)?.commit ?? "";
      const tree = await SmallTree.of(commit, [...alone.values()].flat());
      for (const { patch, result } of patches) {
        const expected = alone.has(patch) ? applies[result] : undefined;
        if (expected === undefined) continue;
        const came = { head, patch, result, applies: await tree.am(join(folder, patch)) };
        expect(came).toEqual({ ...came, applies: expected });
      }
    }
  }, 300_000);
});

/** A patch that stands there already in other words is no question that git am answers. */
const applies: Partial<Record<PatchResult["result"], boolean>> = {
  clean: true,
  drifted: true,
  merged: true,
  "partly-upstream": true,
  empty: true,
  conflict: false,
  "blocked-by": false,
};

/** debian/patches of the newest `linux` in the main archive of this machine's suite. */
async function debianPatches(): Promise<string> {
  const dir = await temporaryFolder();
  const suite = await machineSuite();
  const lines = sourcesOf(suite, suite, aptOrigins(await machineOrigins()));
  const { signal } = new AbortController();
  const sources = lines.filter((line) => line.startsWith("deb-src "));
  const apt = await AptState.open(join(dir, "apt"), { sources }, signal);
  await apt.get(["source", "--download-only", "--diff-only", "linux"], dir, signal);
  const archive = (await readdir(dir)).find((name) => name.endsWith(".debian.tar.xz")) ?? "absent";
  await mustRun(["tar", "-C", dir, "-xf", join(dir, archive), "debian/patches"]);
  return join(dir, "debian/patches");
}

async function namesIn(dir: string): Promise<string[]> {
  const text = await readFile(join(dir, "series"), "utf8");
  return text.split("\n").filter((line) => /^[^#\s]/.test(line));
}

/** The patches whose files no other patch touches, with those files. */
async function standingAlone(folder: string): Promise<Map<string, string[]>> {
  const touched = new Map<string, string[]>();
  for (const name of await namesIn(folder)) {
    const parsed = parsePatch(await readFile(join(folder, name), "latin1"));
    if (parsed) touched.set(name, touchedPaths(parsed));
  }
  const count = new Map<string, number>();
  for (const path of [...touched.values()].flat()) count.set(path, (count.get(path) ?? 0) + 1);
  return new Map([...touched].filter(([, paths]) => paths.every((path) => count.get(path) === 1)));
}

/** A work tree with some files of a head only: git am -3 asks for no others. */
class SmallTree {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  static async of(commit: string, paths: readonly string[]): Promise<SmallTree> {
    const tree = new SmallTree(await temporaryFolder());
    const heads = join(storeDir(), "kept", headsFolder);
    await tree.#git(["init", "--quiet"]);
    const alternates = join(tree.#dir, ".git/objects/info/alternates");
    await appendFile(alternates, `${heads}/objects\n`);
    const listed = await tree.#git(["ls-tree", commit, "--", ...paths]);
    await tree.#git(["update-index", "--add", "--index-info"], listed);
    await tree.#git(["commit", "--quiet", "--message=the head"]);
    await tree.#git(["tag", "head"]);
    await tree.#git(["reset", "--quiet", "--hard"]);
    return tree;
  }

  /** Whether it applies; the tree is the head's again afterwards. */
  async am(patch: string): Promise<boolean> {
    const { exitCode } = await run(this.#line(["am", "-3", "--keep-cr", patch]), { env });
    if (exitCode !== 0) await this.#git(["am", "--quit"]);
    await this.#git(["reset", "--quiet", "--hard", "head"]);
    await this.#git(["clean", "--quiet", "-ffdx"]);
    return exitCode === 0;
  }

  #git(args: readonly string[], input?: string): Promise<string> {
    return mustRun(this.#line(args), { env, ...(input === undefined ? {} : { input }) });
  }

  #line(args: readonly string[]): string[] {
    return ["git", "-C", this.#dir, ...args];
  }
}

const env = {
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "A. Uthor",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "C. Ommitter",
  GIT_COMMITTER_EMAIL: "c@example.org",
  LC_ALL: "C",
};
