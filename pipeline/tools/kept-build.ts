// A kept source folder, and object folders made of a head alone. A series is built in a copy that is thrown away.

import { lutimes, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git.ts";
import { HeadObjects } from "./head-objects.ts";

/** Trees as git names them: the head that the objects beside are made of, and what lies in the source folder. */
type State = { readonly head: string; readonly tree: string };

/** Older than any object. */
const longAgo = new Date("2000-01-01");

export class KeptBuild {
  readonly source: string;
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    this.source = join(dir, "source");
  }

  /** One of several object folders of the same sources. */
  objects(name: string): HeadObjects {
    return new HeadObjects(this.#dir, name);
  }

  /**
   * Moves the source folder to a tree: the head's own, or a series on it. What differs from the head has a new time
   * stamp, what the head has is older than its objects, whatever was there in between; so make sees just the difference.
   * Without `head` the one before stays. What an interrupted move left behind is made anew.
   */
  async moveTo(git: Git, tree: string, head?: string): Promise<void> {
    const before = (await this.#state()) ?? (await this.#empty());
    const state = { head: head ?? before?.head ?? tree, tree };
    if (before?.head === state.head && before.tree === tree) return;
    await rm(this.#mark("state"), { force: true });
    await git.takeBytesAsTheyAre();
    await this.#git(git, "-c", "checkout.workers=2", "read-tree", "--reset", "-u", tree);
    if (before?.head === state.head) await this.#dateBack(git, await headsOwn(git, state, before));
    await writeFile(this.#mark("state"), `${state.head}\n${tree}\n`);
  }

  /** What git has just written again has the bytes that the head's objects were made of. */
  async #dateBack(git: Git, paths: readonly string[]): Promise<void> {
    if (!paths.length) return;
    await Promise.all(
      paths.map(async (path) => lutimes(join(this.source, path), longAgo, longAgo)),
    );
    await this.#git(git, "update-index", "-q", "--refresh");
  }

  async #git(git: Git, ...args: string[]): Promise<void> {
    const env = { GIT_WORK_TREE: this.source };
    await git.mustCall({ args, index: this.#mark("index"), env });
  }

  async #state(): Promise<State | undefined> {
    const text = await readFile(this.#mark("state"), "utf8").catch(() => "");
    const [head, tree] = text.split("\n");
    return head && tree ? { head, tree } : undefined;
  }

  async #empty(): Promise<undefined> {
    await rm(this.#dir, { recursive: true, force: true });
    await mkdir(this.source, { recursive: true });
  }

  #mark(name: string): string {
    return join(this.#dir, name);
  }
}

/** Files that the tree before had otherwise, and that `tree` has as the head has them. */
async function headsOwn(git: Git, { head, tree }: State, before: State): Promise<string[]> {
  const others = await differing(git, head, tree);
  const were = [...(await differing(git, head, before.tree))];
  return were.flatMap(([path, status]) => (status === "A" || others.has(path) ? [] : [path]));
}

/** Path -> what became of it, as git-diff-tree(1) says it with --raw: `A`, `D`, `M`, `T`. */
async function differing(git: Git, from: string, to: string): Promise<Map<string, string>> {
  const args = ["diff-tree", "-r", "-z", "--no-renames", from, to];
  const found = (await git.mustCall({ args })).matchAll(/:[^\0]* (\w)\0([^\0]+)\0/g);
  return new Map(found.map(([, status = "", path = ""]) => [path, status]));
}
