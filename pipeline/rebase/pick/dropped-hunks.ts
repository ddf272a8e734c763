// The hunks that conflicts have left out so far, and which later patch is stuck only for want of them.

import type { HunkPlace } from "../../model/patches/patch-result.ts";
import type { AuthorTrees } from "./author-trees.ts";
import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";
import { remainderOf } from "../apply/remainder.ts";

type Hole = { readonly at: number; readonly hunks: readonly HunkPlace[] };

export class DroppedHunks {
  readonly #holes: Hole[] = [];
  readonly #context: RebaseContext;
  readonly #authored: AuthorTrees;
  readonly #patches: readonly ReadPatch[];
  /** The authored tree without the hunks, before the patch at this place: going on from it keeps a long queue linear. */
  #holed: { at: number; tree: string } | undefined;

  constructor(context: RebaseContext, authored: AuthorTrees, patches: readonly ReadPatch[]) {
    this.#context = context;
    this.#authored = authored;
    this.#patches = patches;
  }

  get isEmpty(): boolean {
    return !this.#holes.length;
  }

  /** The hunks of the patch at this place that are missing from here on. */
  note(at: number, places: readonly HunkPlace[]): void {
    this.#holes.push({ at, hunks: places.filter(({ state }) => state !== "applies") });
  }

  /**
   * The patch that must be mended first: on the tree the series was written on, too, this one does not apply
   * once the same hunks are left out. Undefined where it is stuck for a reason of its own.
   */
  async blockerOf(at: number, places: readonly HunkPlace[]): Promise<string | undefined> {
    if (this.isEmpty || (await this.#stuck(await this.#authored.before(at), at))) return undefined;
    if (!(await this.#stuck(await this.#withHoles(at), at))) return undefined;
    const stuck = new Set(
      places.filter(({ state }) => state !== "applies").map(({ path }) => path),
    );
    const near = this.#holes.findLast(({ hunks }) => hunks.some(({ path }) => stuck.has(path)));
    return this.#patches[(near ?? this.#holes.at(-1))?.at ?? 0]?.name;
  }

  async #stuck(tree: string, at: number): Promise<boolean> {
    const files = this.#patches[at]?.parsed.files ?? [];
    return !(await remainderOf(this.#context.db, tree, files)).whole;
  }

  /** The authored tree as it would be without them. Asked for one place after the other. */
  async #withHoles(to: number): Promise<string> {
    const first = this.#holes[0]?.at ?? 0;
    let { at, tree } = this.#holed ?? { at: first, tree: await this.#authored.before(first) };
    for (; at < to; at += 1) {
      const holes = this.#holes.find((hole) => hole.at === at)?.hunks;
      const files = this.#patches[at]?.parsed.files ?? [];
      tree = (await remainderOf(this.#context.db, tree, files, holes)).tree;
    }
    this.#holed = { at, tree };
    return tree;
  }
}
