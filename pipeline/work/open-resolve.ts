// A conflict that a person has open: what it is of, and where. Kept outside the checkout.

import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readSealed, sealed } from "../engine/sealed-json.ts";
import type { Store } from "../engine/store.ts";
import { writeDurably } from "../engine/write-durably.ts";
import { UserError } from "../model/errors.ts";

const sourceTree = z.strictObject({ commit: z.string(), tree: z.string(), release: z.string() });

const schema = z.strictObject({
  head: sourceTree,
  writtenOn: sourceTree,
  /** The head's position when it was opened; it is not looked up again until the series applies. */
  pin: z.string(),
  /** Digest of the patch, and the commit that it is in conflict with. */
  patch: z.string(),
  onto: z.string(),
});

type State = z.infer<typeof schema>;

export class OpenResolve {
  readonly #dir: string;

  constructor(store: Store, series: string, head: string) {
    this.#dir = store.kept(join("resolve", `${series}@${head}`));
  }

  /** The work tree. */
  get tree(): string {
    return join(this.#dir, "tree");
  }

  get isOpen(): boolean {
    return existsSync(this.#path);
  }

  /** Throws UserError where what was kept cannot be read: the work tree is still there to take from. */
  async read(): Promise<State> {
    const { value, wrong = "is gone" } = await readSealed(this.#path, schema);
    if (value) return value;
    throw new UserError(
      `the open conflict cannot be continued: ${this.#path} ${wrong}`,
      `save what you need from ${this.tree}, then: ./twinboot resolve --abort`,
    );
  }

  /** The last thing in opening: what was killed before is not open. */
  async write(state: State): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    await writeDurably(this.#path, sealed(state));
  }

  async close(): Promise<void> {
    await rm(this.#dir, { recursive: true, force: true });
  }

  get #path(): string {
    return join(this.#dir, "state.json");
  }
}
