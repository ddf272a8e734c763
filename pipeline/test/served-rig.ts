// A history that a server has, a series on it, and stores that fetch it.

import { basename, dirname, join } from "node:path";
import type { Store } from "../engine/store.ts";
import type { SourceTree } from "../model/described/head.ts";
import type { PatchFile, RebasedSeries } from "../model/described/series.ts";
import type { Outcome } from "../model/judge/outcome.ts";
import { Random } from "../model/random.ts";
import { step } from "../model/work/step.ts";
import { constantStep } from "../steps/constant-step.ts";
import { rebaseSeries } from "../steps/rebase-series.ts";
import { headsFolder, importHead } from "../steps/source/import-head.ts";
import { Git } from "../tools/git.ts";
import { GitRig, type Tree } from "./git-rig.ts";
import { outcomeOn } from "./store-rig.ts";

const makefile = "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 0\nEXTRAVERSION = -rc1\n";

export class Served {
  readonly rig: GitRig;
  /** The folder above the repository, and its name there. */
  readonly root: string;
  readonly name: string;

  private constructor(rig: GitRig, dir: string) {
    [this.rig, this.root, this.name] = [rig, dirname(dir), basename(dir)];
  }

  static async make({ filter = true }: { filter?: boolean } = {}): Promise<Served> {
    const rig = await GitRig.make();
    await rig.run(["config", "uploadpack.allowFilter", String(filter)]);
    return new Served(rig, await rig.run(["rev-parse", "--show-toplevel"]));
  }

  get dir(): string {
    return join(this.root, this.name);
  }

  async branch({ commit }: SourceTree, name = "main"): Promise<void> {
    await this.rig.run(["update-ref", `refs/heads/${name}`, commit]);
  }
}

/** Files of twenty lines; a commit changes a line of some, now and then takes one away or renames it. */
export async function grown(
  { rig }: Served,
  random: Random,
  size: { readonly files: number; readonly commits: number },
  from?: { readonly tip: SourceTree; readonly tree: Tree },
) {
  const names = Array.from({ length: size.files }, (_, at) => `d${at % 3}/f${at}.c`);
  let tree: Tree =
    from?.tree ??
    Object.fromEntries([
      ["Makefile", makefile],
      ...names.map((name) => [name, lines(name)] as const),
    ]);
  let tip = from?.tip ?? (await rig.commit(tree, "first"));
  const first = tip;
  for (let n = 0; n < size.commits; n += 1) {
    tree = changedTree(tree, random, n);
    tip = await rig.commit(tree, `change ${n}`, tip);
  }
  return { first, tip, tree };
}

function lines(name: string): string {
  return Array.from({ length: 20 }, (_, at) => `${name} line ${at}\n`).join("");
}

function changedTree(tree: Tree, random: Random, n: number): Tree {
  const names = Object.keys(tree).filter((name) => name.endsWith(".c"));
  const name = random.oneOf(names);
  const text = textOf(tree[name]);
  const { [name]: _, ...others } = tree;
  if (random.below(9) === 0) return { ...others, [`moved/${n}.c`]: text };
  const all = text.split("\n");
  return { ...tree, [name]: all.with(random.below(all.length - 1), `changed ${n}`).join("\n") };
}

function textOf(content: Tree[string] | undefined): string {
  if (typeof content === "string") return content;
  throw new Error("every file of these histories is a text");
}

/** A series of some patches on a commit, each of one file. */
export async function seriesOn(
  { rig }: Served,
  random: Random,
  at: { readonly tip: SourceTree; readonly tree: Tree },
  count: number,
): Promise<PatchFile[]> {
  let { tip, tree } = at;
  for (let n = 0; n < count; n += 1) {
    tree = changedTree(tree, random, 1000 + n);
    tip = await rig.commit(tree, `mine ${n}`, tip);
  }
  return rig.patches(at.tip, tip, "--full-index");
}

export async function fetchedHead(
  store: Store,
  url: string,
  { commit }: SourceTree,
  history = "all",
): Promise<Outcome<SourceTree>> {
  const pin = { kind: "git" as const, url, ref: "main", commit, history };
  return outcomeOn(store, step(importHead, "h", { pin }, {}));
}

export async function rebasedOn(
  store: Store,
  patches: readonly PatchFile[],
  head: SourceTree,
  writtenOn: SourceTree,
): Promise<Outcome<RebasedSeries>> {
  const inputs = {
    head: constantStep("head", head),
    writtenOn: constantStep("written on", writtenOn),
  };
  const params = { series: "s", patches, resolutions: [] };
  return outcomeOn(store, step(rebaseSeries, "s", params, inputs));
}

/** How many objects of each type a store's repository has. */
export async function objectsIn(store: Store): Promise<Record<string, number>> {
  const git = new Git(store.kept(headsFolder));
  const said = await git.must(
    "cat-file",
    "--batch-all-objects",
    "--batch-check=%(objecttype)",
    "--unordered",
  );
  return Object.fromEntries(
    Object.entries(Object.groupBy(said.split("\n"), (type) => type)).map(([type, all = []]) => [
      type,
      all.length,
    ]),
  );
}
