// Series on Linux' own point releases, as many as Debian's archive holds: git is asked the same. What was got is printed; nothing of it is expected to be there tomorrow.

import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PatchFile } from "../../model/described/series.ts";
import type { PatchResult } from "../../model/patches/patch-result.ts";
import { Random } from "../../model/random.ts";
import { findBase } from "../../rebase/find-base.ts";
import { newestClean } from "../../rebase/newest-clean.ts";
import { rebasedOnto } from "../../rebase/rebased-onto.ts";
import type { RebaseContext } from "../../rebase/apply/rebase-context.ts";
import { Git } from "../../tools/git.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { run } from "../../tools/shell.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { patchFile } from "../git-rig.ts";
import { aptOfSuite, type PointRelease, pointReleases } from "../point-releases.ts";

const source = "linux-source-6.1";
const mostReleases = 3;

describe("on point releases of Linux", { tags: ["vm", "nightly"] }, () => {
  let context: RebaseContext;
  let releases: readonly PointRelease[];
  let oracle: Oracle;
  const agreed = new Map<string, number>();

  beforeAll(async () => {
    const folder = await temporaryFolder();
    const git = await Git.init(join(folder, "heads.git"));
    context = { git, db: ObjectDatabase.of(git.dir), workDir: folder };
    const apt = await aptOfSuite();
    releases = await pointReleases(git, apt, { source, count: mostReleases });
    oracle = await Oracle.make(git, folder, releases);
    process.stdout.write(`got ${releases.map(({ version }) => version).join(", ")}\n`);
  }, 3_600_000);

  afterAll(() => {
    for (const [what, count] of agreed) process.stdout.write(`${what}: ${count}\n`);
  });

  function agree(what: string): void {
    agreed.set(what, (agreed.get(what) ?? 0) + 1);
  }

  it("there are two of them at least", () => {
    expect(releases.length).toBeGreaterThan(1);
  });

  /** A patch from `from` to `to` on a head, by us and by git. */
  async function fares(patch: PatchFile, { from, to, head }: Faring): Promise<void> {
    const series = { patches: [patch], resolutions: [], head, writtenOn: from };
    const { tree, patches } = await rebasedOnto(context, series);
    context.db.flush();
    const { result } = patches[0] as PatchResult;
    const theirs = await oracle.applied(head, patch);
    const told = { patch: patch.name, on: head.version, from: from.version, result };
    const came = theirs === head.tree ? "empty" : (theirs ?? "refused");
    const own = applies.has(result) ? tree : there.has(result) ? "empty" : "refused";
    // What is there in part, or in other words, git applies or refuses as a whole.
    if (!unclear.has(result)) expect({ ...told, came: own }).toEqual({ ...told, came });
    if (head === to) expect([told, there.has(result)]).toEqual([told, true]);
    if (head === from) expect(told).toEqual({ ...told, result: "clean" });
    agree(unclear.has(result) ? `left to a person (${result})` : "as git applies it");
  }

  /** What each release made of some files. */
  async function* drawn(count: number) {
    for (const [at, to] of releases.entries()) {
      const from = releases[at - 1];
      if (!from) continue;
      for (const patch of await oracle.changes(from, to, count)) yield { from, to, patch };
    }
  }

  it("what a release made of a file applies where git applies it, to the same tree, and is there in the release", async () => {
    for await (const { patch, from, to } of drawn(15))
      for (const head of releases) await fares(patch, { from, to, head });
  }, 3_600_000);

  it("the base of such a patch is the newest release with the file as it was, and the newest that takes it is found", async () => {
    const newest = releases.at(-1) as PointRelease;
    for await (const { patch, from } of drawn(10)) {
      const told = { patch: patch.name, from: from.version };
      const base = await findBase(context, newest.commit, [patch]);
      const withFile = await oracle.newestWith(patch);
      expect({ ...told, base: base?.commit }).toEqual({ ...told, base: withFile?.commit });
      const clean = await newestClean(context, newest.commit, [patch]);
      const takes = await oracle.newestTaking(patch);
      expect({ ...told, clean: clean.clean?.commit }).toEqual({ ...told, clean: takes?.commit });
      agree("base and newest commit that takes it as git says");
    }
  }, 3_600_000);
});

type Faring = {
  readonly from: PointRelease;
  readonly to: PointRelease;
  readonly head: PointRelease;
};

const applies = new Set<PatchResult["result"]>(["clean", "drifted", "merged"]);
const there = new Set<PatchResult["result"]>(["upstream", "empty"]);
const unclear = new Set<PatchResult["result"]>(["revisit", "partly-upstream"]);

/** Real git, on an index of each release. */
class Oracle {
  readonly #git: Git;
  readonly #folder: string;
  readonly #releases: readonly PointRelease[];

  private constructor(git: Git, folder: string, releases: readonly PointRelease[]) {
    [this.#git, this.#folder, this.#releases] = [git, folder, releases];
  }

  static async make(git: Git, folder: string, releases: readonly PointRelease[]): Promise<Oracle> {
    for (const { version, commit } of releases)
      await git.mustCall({ args: ["read-tree", commit], index: join(folder, `index-${version}`) });
    return new Oracle(git, folder, releases);
  }

  /** What a release made of some of the files that it changed: a mail each. */
  async changes(from: PointRelease, to: PointRelease, count: number): Promise<PatchFile[]> {
    const range = [from.commit, to.commit];
    const listed = await this.#git.must(
      "diff-tree",
      "-r",
      "--name-only",
      "--diff-filter=M",
      ...range,
    );
    const sources = listed.split("\n").filter((path) => /^(?!debian\/).*\.[ch]$/.test(path));
    const chosen = new Random(1).shuffled(sources).slice(0, count);
    return Promise.all(
      chosen.map(async (path) => {
        const diff = await this.#bytes("diff-tree", "-p", "--full-index", ...range, "--", path);
        const head = `From: A. Uthor <a@example.org>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nSubject: [PATCH] ${path}\n`;
        return patchFile(`${path.replaceAll("/", "_")}.patch`, `${head}\n---\n${diff}-- \n2\n`);
      }),
    );
  }

  /** The tree that git am -3 would come to; undefined where it refuses. */
  async applied(head: PointRelease, patch: PatchFile): Promise<string | undefined> {
    const file = join(this.#folder, "patch");
    await writeFile(file, patch.text, "latin1");
    for (const how of [[], ["--3way"]]) {
      const index = join(this.#folder, "index");
      await copyFile(join(this.#folder, `index-${head.version}`), index);
      const args = ["apply", "--cached", ...how, file];
      if (!(await this.#git.try({ args, index })).ok) continue;
      return this.#git.mustCall({ args: ["write-tree"], index });
    }
    return undefined;
  }

  async newestWith({ text }: PatchFile): Promise<PointRelease | undefined> {
    const [, path = ""] = /^--- a\/(.*)$/m.exec(text) ?? [];
    const [, blob] = /^index ([0-9a-f]{40})\.\./m.exec(text) ?? [];
    for (const one of this.#releases.toReversed())
      if ((await this.#git.must("rev-parse", `${one.commit}:${path}`)) === blob) return one;
    return undefined;
  }

  async newestTaking(patch: PatchFile): Promise<PointRelease | undefined> {
    const file = join(this.#folder, "patch");
    await writeFile(file, patch.text, "latin1");
    for (const one of this.#releases.toReversed()) {
      const index = join(this.#folder, `index-${one.version}`);
      if ((await this.#git.try({ args: ["apply", "--cached", "--check", file], index })).ok)
        return one;
    }
    return undefined;
  }

  async #bytes(...args: string[]): Promise<string> {
    const { stdout } = await run(["git", `--git-dir=${this.#git.dir}`, ...args]);
    return Buffer.from(stdout).toString("latin1");
  }
}
