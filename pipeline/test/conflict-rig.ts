// Histories of a small driver, and a patch that conflicts with them by real git am -3.

import { expect } from "vitest";
import type { SourceTree } from "../model/described/head.ts";
import type { ConflictCause } from "../model/patches/patch-result.ts";
import type { PatchFile } from "../model/described/series.ts";
import { parsePatch } from "../parse/patch/patch.ts";
import { conflictCauses } from "../rebase/cause/conflict-cause.ts";
import type { Git } from "../tools/git.ts";
import { ObjectDatabase } from "../tools/object-database.ts";
import { temporaryFolder } from "./folder-rig.ts";
import { GitRig, type Tree } from "./git-rig.ts";

export const path = "drivers/xen/demo.c";

/** A driver in which every function is far from the others' context. */
export function driver(body: Readonly<Record<string, string>> = {}, name = "demo"): string {
  return `// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

${padding("early")}

static int ${name}_probe(struct device *dev)
{
${body["probe"] ?? "\tint ret;\n\n\tret = demo_map(dev);\n\tif (ret)\n\t\treturn ret;\n\n\tdemo_start(dev);\n\treturn 0;"}
}

${padding("late")}

static void ${name}_remove(struct device *dev)
{
${body["remove"] ?? "\tdemo_stop(dev);\n\tdemo_unmap(dev);"}
}
`;
}

export const start = "\tint ret;\n\n\tret = demo_map(dev);\n\tif (ret)\n\t\treturn ret;\n\n";
/** The patch of most tests: it replaces the call of demo_start(). */
export const patched = driver({ probe: `${start}\tdemo_start_all(dev, ret);\n\treturn 0;` });

function padding(of: string): string {
  return Array.from({ length: 8 }, (_, n) => `static int ${of}_${n};`).join("\n");
}

let seconds = 1_700_000_000;
export const dated = () => ({
  name: "A. Uthor",
  email: "a@example.org",
  date: `${(seconds += 60)} +0100`,
});

export class Histories {
  readonly rig: GitRig;

  private constructor(rig: GitRig) {
    this.rig = rig;
  }

  static async make(): Promise<Histories> {
    return new Histories(await GitRig.make());
  }

  /** Commits on top of each other; each in turn with its subject. */
  async on(parent: SourceTree | undefined, ...commits: [Tree, string][]): Promise<SourceTree> {
    let at = parent;
    for (const [files, message] of commits) at = await this.rig.commit(files, message, at, dated());
    if (!at) throw new Error("no commit");
    return at;
  }

  async merge(one: SourceTree, other: SourceTree, files: Tree): Promise<SourceTree> {
    const { tree } = await this.rig.commit(files, "a tree", undefined, dated());
    return this.rig.merge(tree, one, other);
  }

  /** The patch from base to `files`, made a conflict of on `head` by real git am -3. */
  async causes(
    base: SourceTree,
    files: Tree,
    head: SourceTree,
    git: Git = this.rig.git,
  ): Promise<ConflictCause[]> {
    const author = await this.rig.commit(files, "the patch", base, dated());
    const [patch] = await this.rig.patches(base, author);
    if (!patch) throw new Error("no patch");
    expect((await this.rig.am(head, [patch])).ok).toBe(false);
    return this.asked(base, patch, head, git);
  }

  async asked(
    base: SourceTree,
    patch: PatchFile,
    head: SourceTree,
    git: Git,
  ): Promise<ConflictCause[]> {
    const parsed = parsePatch(patch.text);
    if (!parsed) throw new Error("no patch");
    const hunks = parsed.files.flatMap((file) =>
      file.hunks.map(({ header }) => ({ path: file.after ?? file.before ?? "", header })),
    );
    const db = ObjectDatabase.of(this.rig.git.dir);
    const workDir = await temporaryFolder();
    return conflictCauses({ db, git, workDir, base, head, patch: parsed, hunks });
  }
}

/** `side: kind subject` of each commit, newest first. */
export function told(causes: readonly ConflictCause[]): string[] {
  return causes.flatMap(({ side, commits }) =>
    commits.map(({ kind, subject }) => `${side}: ${kind} ${subject}`),
  );
}

/** What upstream may make of the lines around the call. */
export const probe = (lines: string) => ({ [path]: driver({ probe: lines }) });
export const argument = probe(`${start}\tdemo_start(dev, true);\n\treturn 0;`);
export const context = probe(
  `${start.replace("return ret", "return -EIO")}\tdemo_start(dev);\n\treturn 1;`,
);
export const elsewhere = { [path]: driver({ remove: "\tdemo_halt(dev);" }) };
