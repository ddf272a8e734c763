// How many objects a configuration makes of a tree, as its Makefiles list them: what a build's progress is measured by.

import { posix } from "node:path";
import type { SourceTree } from "../../model/described/head.ts";
import { type KbuildEntry, kbuildEntries } from "../../parse/source/kbuild.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import type { ObjectDatabase } from "../../tools/object-database.ts";
import { sourceArch } from "../../model/described/source-arch.ts";

/** `arch`: ARCH of make. About right: conditionals in a Makefile, and objects of a boot loader or vDSO, are not read. */
export async function knownObjects(
  db: ObjectDatabase,
  { tree }: SourceTree,
  { config, arch }: { config: string; arch: string },
): Promise<number> {
  const count = new Count(db, tree, new Set(switchedOn(config)), sourceArch(arch));
  await count.folder(".");
  await count.architecture();
  return count.objects.size;
}

function switchedOn(config: string): string[] {
  return [...configValues(config)].flatMap(([symbol, value]) => (value === "n" ? [] : symbol));
}

const ofMakefile = new Set(["core", "libs", "drivers"]);

class Count {
  readonly objects = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #db: ObjectDatabase;
  readonly #tree: string;
  readonly #on: ReadonlySet<string>;
  readonly #arch: string;

  constructor(db: ObjectDatabase, tree: string, on: ReadonlySet<string>, arch: string) {
    this.#db = db;
    this.#tree = tree;
    this.#on = on;
    this.#arch = arch;
  }

  /** Kbuild goes before Makefile (Documentation/kbuild/makefiles.rst). */
  async folder(path: string): Promise<void> {
    if (this.#folders.has(path)) return;
    this.#folders.add(path);
    const lists = await this.#entries(posix.join(path, "Kbuild"));
    const makefile = lists.length ? [] : await this.#entries(posix.join(path, "Makefile"));
    const entries = [...lists, ...makefile];
    for (const { list, item } of entries)
      if (["obj", "lib"].includes(list)) await this.#item(path, item, entries);
  }

  /** Folders that the architecture's Makefile names beside its Kbuild: `libs-y += arch/x86/lib/`. */
  async architecture(): Promise<void> {
    const entries = await this.#entries(`arch/${this.#arch}/Makefile`);
    for (const { list, item } of entries)
      if (ofMakefile.has(list) && item.endsWith("/"))
        await this.folder(posix.normalize(item).slice(0, -1));
  }

  /** An object, the parts of a composite one, or what is in a folder. */
  async #item(folder: string, item: string, entries: readonly KbuildEntry[]): Promise<void> {
    const path = posix.join(folder, item);
    if (item.endsWith("/")) return this.folder(path.slice(0, -1));
    const parts = entries.filter(({ list }) => `${list}.o` === item);
    if (!parts.length) this.objects.add(path);
    for (const part of parts) this.objects.add(posix.join(folder, part.item));
  }

  async #entries(path: string): Promise<KbuildEntry[]> {
    const text = (await this.#db.file(this.#tree, path))?.toString() ?? "";
    const entries = kbuildEntries(text.replaceAll("$(SRCARCH)", this.#arch));
    return entries.filter(({ option }) => !option || this.#on.has(option));
  }
}
