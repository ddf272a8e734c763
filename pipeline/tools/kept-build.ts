// A kept source folder with its kept object folder: moved from tree to tree, so that make sees only what changed.

import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git.ts";

export class KeptBuild {
  readonly source: string;
  readonly objects: string;
  readonly #dir: string;
  readonly #making: string;

  /** `objects`: one of several object folders of the same sources. */
  constructor(dir: string, objects = "objects") {
    this.#dir = dir;
    this.source = join(dir, "source");
    this.objects = join(dir, objects);
    this.#making = objects === "objects" ? "making" : `making-${objects}`;
  }

  /**
   * Moves the source folder to a tree: files that do not differ keep their time stamps. What an interrupted
   * move or make left behind cannot be trusted and is made anew; the compiler cache gives back what was finished.
   */
  async moveTo(git: Git, tree: string): Promise<void> {
    if (existsSync(this.#mark("moving"))) await rm(this.#dir, { recursive: true, force: true });
    if (existsSync(this.#mark(this.#making)))
      await rm(this.objects, { recursive: true, force: true });
    await mkdir(this.source, { recursive: true });
    await mkdir(this.objects, { recursive: true });
    if ((await this.#tree()) === tree) return;
    await writeFile(this.#mark("moving"), tree);
    await git.mustCall({
      args: ["-c", "checkout.workers=2", "read-tree", "--reset", "-u", tree],
      index: join(this.#dir, "index"),
      env: { GIT_WORK_TREE: this.source },
    });
    await writeFile(this.#mark("tree"), tree);
    await rm(this.#mark("moving"));
  }

  /** Runs a make: if it never comes back, the next one begins with an empty object folder. */
  async making<T>(make: () => Promise<T>): Promise<T> {
    await writeFile(this.#mark(this.#making), "");
    const result = await make();
    await rm(this.#mark(this.#making));
    return result;
  }

  /** Writes .config only where it differs: a new time stamp alone would make everything again. */
  async configure(config: Buffer): Promise<void> {
    const path = join(this.objects, ".config");
    const there = await readFile(path).catch(() => undefined);
    if (!there?.equals(config)) await writeFile(path, config);
  }

  /** Copies a product out; the original stays where the next make looks for it. */
  async copyOut(product: string, to: string): Promise<string> {
    await copyFile(join(this.objects, product), to);
    return to;
  }

  async text(product: string): Promise<string> {
    return readFile(join(this.objects, product), "utf8");
  }

  async #tree(): Promise<string | undefined> {
    return readFile(this.#mark("tree"), "utf8").catch(() => undefined);
  }

  #mark(name: string): string {
    return join(this.#dir, name);
  }
}
