// The series on the tree it was written on: what its `index` lines name, and what its author meant.

import type { RebaseContext, ReadPatch } from "../apply/rebase-context.ts";
import { applyPatch } from "../apply/apply-patch.ts";
import { remainderOf } from "../apply/remainder.ts";

export class AuthorTrees {
  readonly #trees: string[];
  readonly #context: RebaseContext;
  readonly #patches: readonly ReadPatch[];

  /** `base`: the tree of the head that series.yaml calls its base. */
  constructor(context: RebaseContext, base: string, patches: readonly ReadPatch[]) {
    this.#trees = [base];
    this.#context = context;
    this.#patches = patches;
  }

  /** The tree before the patch at this place; of one that does not apply the hunks that do are there, as on a head. */
  async before(at: number): Promise<string> {
    for (let next = this.#trees.length; next <= at; next += 1) {
      const onto = this.#trees[next - 1] ?? "";
      const patch = this.#patches[next - 1];
      this.#trees.push(patch ? await this.#after(onto, patch) : onto);
    }
    return this.#trees[at] ?? "";
  }

  async #after(onto: string, patch: ReadPatch): Promise<string> {
    const applied = await applyPatch(this.#context, onto, patch);
    return (applied ?? (await remainderOf(this.#context.db, onto, patch.parsed.files))).tree;
  }
}
