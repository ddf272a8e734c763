// Histories with branches that are merged, or thrown away while they are merged: real git does the merging.

import type { SourceTree } from "../model/described/head.ts";
import type { Random } from "../model/random.ts";
import { GitRig, type Tree } from "./git-rig.ts";

export type BranchyHistory = {
  readonly rig: GitRig;
  /** Parents before children. */
  readonly commits: readonly SourceTree[];
  readonly paths: readonly string[];
};

type Tip = { readonly at: SourceTree; readonly tree: Tree };

const paths = ["a.c", "d/b.c", "d/e/c.c", "d/e/f.h"];

/** Two or three lines of development; a file is renamed now and then, a change made twice, a tag set. */
export async function branchyHistory(random: Random, count: number): Promise<BranchyHistory> {
  const rig = await GitRig.make();
  const growing = new Growing(rig, random);
  await growing.begin();
  while (growing.commits.length < count) await growing.step();
  return { rig, commits: growing.commits, paths };
}

class Growing {
  readonly commits: SourceTree[] = [];
  readonly #rig: GitRig;
  readonly #random: Random;
  readonly #tips: Tip[] = [];
  #seconds = 1_700_000_000;
  #tags = 0;

  constructor(rig: GitRig, random: Random) {
    [this.#rig, this.#random] = [rig, random];
  }

  async begin(): Promise<void> {
    const tree: Tree = Object.fromEntries(paths.map((path) => [path, lines(path)]));
    this.#tips.push({ at: await this.#commit(tree, "first", undefined), tree });
  }

  async step(): Promise<void> {
    const which = this.#random.below(this.#tips.length);
    const tip = this.#tips[which];
    if (!tip) throw new Error("there is no tip");
    const kind = this.#random.below(12);
    if (kind === 0 && this.#tips.length < 3) this.#tips.push(tip);
    else if (kind < 3 && this.#tips.length > 1) await this.#merge(which);
    else if (kind === 3) await this.#tag(tip.at);
    else {
      const tree = this.#changed(tip.tree);
      this.#tips[which] = await this.#onto(tip, tree);
      if (kind === 4) await this.#pick(tip.tree, tree, which);
    }
  }

  /** The same change on another line of development, where that has the file as it was. */
  async #pick(before: Tree, after: Tree, from: number): Promise<void> {
    const which = this.#tips.findIndex((_, at) => at !== from);
    const other = this.#tips[which];
    const path = Object.keys(before).find((one) => before[one] !== after[one]);
    if (!other || path === undefined || other.tree[path] !== before[path]) return;
    const { [path]: text } = after;
    if (text !== undefined)
      this.#tips[which] = await this.#onto(other, { ...other.tree, [path]: text });
  }

  async #onto({ at }: Tip, tree: Tree): Promise<Tip> {
    return { at: await this.#commit(tree, `change ${this.commits.length}`, at), tree };
  }

  /** Where git finds a conflict, one side is taken as a whole: no line of the other comes in. */
  async #merge(into: number): Promise<void> {
    const from = (into + 1) % this.#tips.length;
    const [one, other] = [this.#tips[into], this.#tips[from]];
    if (!one || !other || one.at === other.at) return;
    const { code, out } = await this.#rig.try([
      "merge-tree",
      "--write-tree",
      one.at.commit,
      other.at.commit,
    ]);
    const tree = code === 0 ? out.trim() : one.at.tree;
    const at = this.#rig.merge(tree, one.at, other.at, { by: this.#now() });
    this.commits.push(at);
    this.#tips[into] = { at, tree: await this.#read(tree) };
    if (this.#random.below(2)) this.#tips.splice(from, 1);
  }

  async #tag({ commit }: SourceTree): Promise<void> {
    this.#tags += 1;
    const tag = `refs/tags/v${this.#tags}`;
    await this.#rig.run(["update-ref", tag, commit]);
    await this.#rig.git.keep(tag, commit);
  }

  async #commit(tree: Tree, message: string, parent: SourceTree | undefined): Promise<SourceTree> {
    const at = await this.#rig.commit(tree, `${message}\n`, parent, this.#now());
    this.commits.push(at);
    return at;
  }

  #changed(tree: Tree): Tree {
    const path = this.#random.oneOf(Object.keys(tree));
    const text = textOf(tree[path]).split("\n");
    const { [path]: _, ...others } = tree;
    const n = this.commits.length;
    if (this.#random.below(25) === 0) return { ...others, [`moved/${n}.c`]: text.join("\n") };
    const at = this.#random.below(text.length - 1);
    return { ...tree, [path]: text.toSpliced(at, this.#random.below(3), `new ${n}`).join("\n") };
  }

  async #read(tree: string): Promise<Tree> {
    const names = (await this.#rig.run(["ls-tree", "-r", "--name-only", tree])).split("\n");
    const read = names.map(async (name) => [
      name,
      `${await this.#rig.run(["cat-file", "blob", `${tree}:${name}`])}\n`,
    ]);
    return Object.fromEntries(await Promise.all(read)) as Tree;
  }

  #now() {
    return { name: "A. Uthor", email: "a@example.org", date: `${(this.#seconds += 60)} +0100` };
  }
}

function textOf(content: Tree[string] | undefined): string {
  if (typeof content === "string") return content;
  throw new Error("every file of these histories is a text");
}

function lines(path: string): string {
  return Array.from({ length: 30 }, (_, at) => `${path} line ${at}\n`).join("");
}
