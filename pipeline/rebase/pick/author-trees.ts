// The series on the tree it was written on: what its `index` lines name, and what its author meant.

import type { Ground, ReadPatch } from "./ground.ts";
import { applyPatch } from "./apply-patch.ts";
import { remainderOf } from "./remainder.ts";

export class Authored {
  readonly #trees: string[];
  readonly #ground: Ground;
  readonly #patches: readonly ReadPatch[];

  /** `base`: the tree of the head that series.yaml calls its base. */
  constructor(ground: Ground, base: string, patches: readonly ReadPatch[]) {
    this.#trees = [base];
    this.#ground = ground;
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
    const applied = await applyPatch(this.#ground, onto, patch);
    return (applied ?? (await remainderOf(this.#ground.db, onto, patch.parsed.files))).tree;
  }
}
