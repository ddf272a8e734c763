// An object folder made of a head alone, by one recipe. Others are given copies of it.

import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "../model/digest.ts";
import { ObjectFolder } from "./object-folder.ts";
import { mustRun } from "./shell.ts";

export class HeadObjects {
  readonly folder: ObjectFolder;
  readonly #made: string;

  constructor(dir: string, name: string) {
    this.folder = new ObjectFolder(join(dir, name));
    this.#made = join(dir, `${name}.made`);
  }

  /** `recipe`: digest of all that decides what make leaves here: the head's tree, its configuration, the tools. */
  async isMade(recipe: Digest): Promise<boolean> {
    const made = await readFile(this.#made, "utf8").catch(() => "");
    if (made !== recipe) return false;
    // Where the clock went back, what a series changes would look older than these objects. A file's stamp is coarser.
    return (await stat(this.#made)).mtimeMs < Date.now() + 10;
  }

  /** Runs a make in the folder, which is empty if it is of another recipe, or if a make in it never came back. */
  async make<T>(recipe: Digest, make: (folder: ObjectFolder) => Promise<T>): Promise<T> {
    if (!(await this.isMade(recipe))) await rm(this.folder.dir, { recursive: true, force: true });
    await rm(this.#made, { force: true });
    await mkdir(this.folder.dir, { recursive: true });
    const result = await make(this.folder);
    await this.#settle(recipe);
    return result;
  }

  /** Never links: make writes into files that are there. Where the file system shares blocks, cp does. */
  async copyTo(dir: string): Promise<ObjectFolder> {
    await mkdir(dir);
    await mustRun(["cp", "-a", "--reflink=auto", `${this.folder.dir}/.`, dir]);
    return new ObjectFolder(dir);
  }

  /** What is dated in the future would be newer than anything that a series changes. */
  async #settle(recipe: Digest): Promise<void> {
    const now = `${this.#made}.now`;
    await writeFile(now, recipe);
    const redate = ["-newer", now, "-exec", "touch", "-h", "-r", now, "{}", "+"];
    await mustRun(["find", this.folder.dir, ...redate]);
    await rename(now, this.#made);
  }
}
