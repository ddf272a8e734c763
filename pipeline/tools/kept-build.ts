// A kept source folder, and object folders made of a head alone. A series is built in a copy that is thrown away.

import { lstat, lutimes, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bringFiles } from "./bring-files.ts";
import { regularText } from "./files/regular-text.ts";
import type { Git, GitCall } from "./git.ts";
import { HeadObjects } from "./head-objects.ts";

/** Git tree ids: the head that the object folders were built from, and the contents of the source folder. */
type State = { readonly head: string; readonly tree: string };

/** A store that was copied, or came out of a cache, has other inodes and none of the old changes of them. */
const bySizeAndTime = ["-c", "core.trustCtime=false", "-c", "core.checkStat=minimal"];

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
   * Without `head` the one before stays. What an interrupted move left behind is made anew, and so is a folder in which
   * files were changed, lost or added since: no kernel of that tree would come of it.
   */
  async moveTo(git: Git, tree: string, head?: string): Promise<void> {
    await git.takeBytesAsTheyAre();
    const before = (await this.#asItSays(git)) ?? (await this.#empty());
    const state = { head: head ?? before?.head ?? tree, tree };
    if (before?.head === state.head && before.tree === tree) return;
    await rm(this.#mark("state"), { recursive: true, force: true });
    if (before && before.head !== state.head) await this.#dropObjects();
    await bringFiles(git, tree);
    await this.#git(git, "-c", "checkout.workers=2", "read-tree", "--reset", "-u", tree);
    if (before?.head === state.head) await this.#dateBack(git, await headsOwn(git, state, before));
    await writeFile(this.#mark("state"), `${state.head}\n${tree}\n`);
  }

  /** When the source folder came to be as it is, in milliseconds. */
  async movedAt(): Promise<number> {
    return (await lstat(this.#mark("state"))).mtimeMs;
  }

  /** Those of another head, by whatever tools they were made: nothing begins with them any more. */
  async #dropObjects(): Promise<void> {
    const names = await readdir(this.#dir);
    const dropped = names.filter((name) => !["source", "index"].includes(name));
    await Promise.all(dropped.map((name) => rm(this.#mark(name), { recursive: true })));
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
    await git.mustCall(this.#call(...args));
  }

  #call(...args: string[]): GitCall {
    const env = { GIT_WORK_TREE: this.source };
    return { args: [...bySizeAndTime, ...args], index: this.#mark("index"), env };
  }

  /** What is written down of the folder, where its files are those of that tree, and no others. */
  async #asItSays(git: Git): Promise<State | undefined> {
    const [head, tree] = (await regularText(this.#mark("state"))).split("\n");
    const index = await lstat(this.#mark("index")).catch(() => undefined);
    if (!head || !tree || !index?.isFile()) return undefined;
    // Of a git that was killed: one run at a time has the store.
    await rm(this.#mark("index.lock"), { recursive: true, force: true });
    const unchanged = await git.try(this.#call("diff-files", "--quiet"));
    const { stdout: added } = await git.try(this.#call("ls-files", "--others"));
    const { stdout: written } = await git.try(this.#call("write-tree"));
    const isWhole = unchanged.ok && !added && written.trim() === tree;
    return isWhole ? { head, tree } : undefined;
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
