// The series on the tree it was written on: what its `index` lines name, and what its author meant.

import type { Ground, ReadPatch } from "./ground.ts";
import { applyPatch } from "./apply-patch.ts";

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

  /** The tree before the patch at this place; a patch that does not apply there has left nothing. */
  async before(at: number): Promise<string> {
    for (let next = this.#trees.length; next <= at; next += 1) {
      const onto = this.#trees[next - 1] ?? "";
      const patch = this.#patches[next - 1];
      const applied = patch && (await applyPatch(this.#ground, onto, patch));
      this.#trees.push(applied?.tree ?? onto);
    }
    return this.#trees[at] ?? "";
  }
}
