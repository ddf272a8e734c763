// The history of one file, written aside for git: `git log -L` would go through the whole one.

import { hash, randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathBytes } from "../../parse/patch/path-bytes.ts";
import { bringBlobs } from "../../tools/absent-blobs.ts";
import type { Git } from "../../tools/git.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { type ObjectType, type PackedObject, packOf } from "../../tools/pack.ts";
import { commitTree } from "../apply/commit-tree.ts";
import { entryAt } from "../apply/tree.ts";
import { type FileCommit, fileHistory, type FileParent, type FileRange } from "./file-history.ts";
import type { History } from "./history.ts";

type Context = { readonly git: Git; readonly db: ObjectDatabase; readonly workDir: string };

/** What git log is to be called with, and the real ids of the commits that it then names. */
export type ShortHistory = {
  readonly revisions: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ids: ReadonlyMap<string, string>;
};

/**
 * Hands over a history with the file's commits alone, `nothing` where the range has none. `whole`: the file was renamed,
 * or a merge did not take what was changed last; only the whole history tells then.
 */
export async function withFileHistory<T>(
  { history, ...context }: Context & { readonly history: History },
  range: FileRange,
  use: (short: ShortHistory | "nothing" | "whole") => Promise<T>,
): Promise<T> {
  const newest = fileHistory(history, range);
  if (!newest) return use("nothing");
  const written = await new Writing(context, history, range.path).of(newest, range.to);
  if (!written) return use("whole");
  await bringBlobs(context.git.dir, written.files);
  const folder = join(context.workDir, randomUUID());
  try {
    const { name, pack, index } = packOf([...written.objects.values()]);
    await mkdir(join(folder, "pack"), { recursive: true });
    await writeFile(join(folder, "pack", `pack-${name}.pack`), pack);
    await writeFile(join(folder, "pack", `pack-${name}.idx`), index);
    const env = {
      GIT_OBJECT_DIRECTORY: folder,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(context.git.dir, "objects"),
    };
    return await use({ ...written, env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Written = Omit<ShortHistory, "env"> & {
  readonly objects: ReadonlyMap<string, PackedObject>;
  /** What git reads. */
  readonly files: ReadonlySet<string>;
};

/** undefined: there is no such file. */
type File = string | undefined;

type Commit = { readonly id: string; readonly file: File };

class Writing {
  readonly #context: Context;
  readonly #history: History;
  readonly #path: string;
  readonly #objects = new Map<string, PackedObject>();
  readonly #ids = new Map<string, string>();
  readonly #files = new Set<string>();
  readonly #outside = new Set<string>();
  readonly #written = new Map<FileCommit, Commit>();

  constructor(context: Context, history: History, path: string) {
    [this.#context, this.#history, this.#path] = [context, history, path];
  }

  async of(newest: FileCommit, to: number): Promise<Written | undefined> {
    const commits = allOf(newest);
    if (commits.some((one) => this.#mayRename(one))) return undefined;
    for (const commit of commits) {
      const written = await this.#commit(commit);
      if (!written) return undefined;
      this.#written.set(commit, written);
    }
    const tip = this.#written.get(newest);
    if (!tip || tip.file !== (await this.#fileAt(to))) return undefined;
    const revisions = [tip.id, ...[...this.#outside].map((id) => `^${id}`)];
    return { revisions, ids: this.#ids, objects: this.#objects, files: this.#files };
  }

  /** It made the file, and took others away. */
  #mayRename({ commit, change }: FileCommit): boolean {
    if (!change || change.before !== undefined) return false;
    return this.#history.changes(commit).some(({ after }) => after === undefined);
  }

  /** With the words and dates of the real one; undefined where its parent has not the file that it changed. */
  async #commit({ commit, change, parents }: FileCommit): Promise<Commit | undefined> {
    const id = this.#history.id(commit);
    const before: Commit[] = [];
    for (const parent of parents) before.push(await this.#parent(parent, change));
    if (change && before.some(({ file }) => file !== change.before)) return undefined;
    const file = change ? change.after : await this.#fileAt(commit);
    const real = (await this.#context.db.read(id))?.content.toString("latin1") ?? "";
    const words = real.slice(real.search(/^author /m)).replace(/^gpgsig.*\n(?: .*\n)*/m, "");
    const own = this.#put("commit", `${this.#front(file, before)}${words}`);
    this.#ids.set(own, id);
    return { id: own, file };
  }

  async #parent(parent: FileParent, change: FileCommit["change"]): Promise<Commit> {
    if ("commit" in parent) {
      const written = this.#written.get(parent);
      if (!written) throw new Error("a parent was not written before its child");
      return written;
    }
    const file = change ? change.before : await this.#fileAt(parent.outside);
    const nobody = "A <a@example.org> 0 +0000";
    const id = this.#put(
      "commit",
      `${this.#front(file, [])}author ${nobody}\ncommitter ${nobody}\n\n`,
    );
    this.#outside.add(id);
    return { id, file };
  }

  #front(file: File, parents: readonly Commit[]): string {
    return `tree ${this.#tree(file)}\n${parents.map(({ id }) => `parent ${id}\n`).join("")}`;
  }

  /** Folders within folders, down to the file. */
  #tree(file: File): string {
    if (file) this.#files.add(file);
    let [below, mode] = [file, "100644"];
    for (const name of pathBytes(this.#path).split("/").toReversed()) {
      const entry = below ? `${mode} ${name}\0${Buffer.from(below, "hex").toString("latin1")}` : "";
      [below, mode] = [this.#put("tree", entry), "40000"];
    }
    return below ?? "";
  }

  async #fileAt(commit: number): Promise<File> {
    const { db } = this.#context;
    return (await entryAt(db, await commitTree(db, this.#history.id(commit)), this.#path))?.id;
  }

  #put(type: ObjectType, latin1: string): string {
    const content = Buffer.from(latin1, "latin1");
    const header = Buffer.from(`${type} ${content.length}\0`);
    const id = hash("sha1", Buffer.concat([header, content]), "hex");
    this.#objects.set(id, { id, type, content });
    return id;
  }
}

/** Parents before children. */
function allOf(newest: FileCommit): FileCommit[] {
  const found = new Set([newest]);
  for (const { parents } of found)
    for (const parent of parents) if ("commit" in parent) found.add(parent);
  return [...found].toSorted((a, b) => a.commit - b.commit);
}
