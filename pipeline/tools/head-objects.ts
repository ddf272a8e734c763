// An object folder made of a head alone, by one recipe. Others are given copies of it.

import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "../model/digest.ts";
import { regularText } from "./files/regular-text.ts";
import { removeFolder } from "./files/remove-folder.ts";
import { redateBetween } from "./folder-archive.ts";
import { folderListing } from "./folder-listing.ts";
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
    const [made, left] = (await regularText(this.#made)).split(" ");
    // Half an object would be the fault of whoever begins with it.
    if (made !== recipe || left !== (await folderListing(this.folder.dir))) return false;
    // Where the clock went back, what a series changes would look older than these objects. A file's stamp is coarser.
    return (await stat(this.#made)).mtimeMs < Date.now() + 10;
  }

  /** Runs a make in the folder, which is empty if it is of another recipe, or if a make in it never came back. */
  async make<T>(recipe: Digest, make: (folder: ObjectFolder) => Promise<T>): Promise<T> {
    if (!(await this.isMade(recipe))) await removeFolder(this.folder.dir);
    await rm(this.#made, { recursive: true, force: true });
    await mkdir(this.folder.dir, { recursive: true });
    const result = await make(this.folder);
    await this.#settle(recipe);
    return result;
  }

  /**
   * Takes over what another machine made by this recipe, which `unpack` puts into the folder. `since`: when the sources
   * here were last written, in milliseconds; what is made of them is dated after that.
   */
  async takeOver(
    recipe: Digest,
    since: number,
    unpack: (dir: string) => Promise<void>,
  ): Promise<void> {
    await removeFolder(this.folder.dir);
    await rm(this.#made, { recursive: true, force: true });
    await mkdir(this.folder.dir, { recursive: true });
    await unpack(this.folder.dir);
    await redateBetween(this.folder.dir, since, Date.now());
    await this.#settle(recipe);
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
    await writeFile(now, `${recipe} ${await folderListing(this.folder.dir)}`);
    await rename(now, this.#made);
  }
}
