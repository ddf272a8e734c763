// The C files that a series touches -> the objects they give in a tree, with the options that each hangs on.

import { dirname, posix } from "node:path";
import type { TouchedObject } from "../../model/described/compiled.ts";
import type { SourceTree } from "../../model/described/head.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { StepKind } from "../../model/work/step.ts";
import { type KbuildEntry, kbuildEntries, optionsOf } from "../../parse/source/kbuild.ts";
import { Git } from "../../tools/git.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { headsFolder } from "./import-head.ts";

type Params = { files: readonly string[] };
type Inputs = { source: SourceTree };

export const touchedObjects: StepKind<Params, Inputs, readonly TouchedObject[]> = {
  name: "touched-objects",
  version: 1,
  nature: "pure",
  pool: "io",
  reads: ({ source }) => source.tree,
  async run({ kept }, { files }, { source }) {
    const tree = new Tree(ObjectDatabase.of(new Git(kept(headsFolder)).dir), source.tree);
    const found: TouchedObject[] = [];
    for (const file of files.filter((path) => /\.[cS]$/.test(path))) {
      if ((await tree.text(file)) === undefined) continue;
      const object = file.replace(/\.[cS]$/, ".o");
      found.push({ object, options: (await tree.optionsOf(object)) ?? null });
    }
    return pass(found);
  },
};

class Tree {
  readonly #db: ObjectDatabase;
  readonly #tree: string;

  constructor(db: ObjectDatabase, tree: string) {
    this.#db = db;
    this.#tree = tree;
  }

  async text(path: string): Promise<string | undefined> {
    return (await this.#db.file(this.#tree, path))?.toString();
  }

  /** Up to the tree's root, folder by folder; one that its parent does not name may be named further up. */
  async optionsOf(path: string): Promise<string[] | undefined> {
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const item = posix.relative(folder, path) + (path.endsWith(".o") ? "" : "/");
      const options = optionsOf(await this.#entries(folder), item);
      // The root takes arch/$(SRCARCH)/ by its name.
      const isRoot = folder === "." || /^arch\/\w+$/.test(folder);
      if (options && isRoot) return options;
      const above = options && (await this.optionsOf(folder));
      if (above) return [...above, ...(options ?? [])];
      if (folder === ".") return undefined;
    }
  }

  /** Kbuild goes before Makefile (Documentation/kbuild/makefiles.rst). */
  async #entries(folder: string): Promise<KbuildEntry[]> {
    const text =
      (await this.text(posix.join(folder, "Kbuild"))) ??
      (await this.text(posix.join(folder, "Makefile")));
    return kbuildEntries(text ?? "");
  }
}
