// The numbers of a store's runs. What a run made carries its number, so none may be given twice: also where a person took the
// folder of a run away, an old boot would else be taken for one of the run that is going on.

import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readSealed } from "../engine/sealed-json.ts";
import { InfraError } from "../model/errors.ts";
import { storedTraceSchema } from "../model/record/trace.ts";

const largest = 999_999_999;

export function isRunNumber(name: string): boolean {
  return /^[1-9]\d{0,8}$/.test(name);
}

export class RunNumbers {
  readonly #dir: string;
  readonly #traces: string;

  constructor(storeDir: string) {
    this.#dir = join(storeDir, "runs");
    this.#traces = join(storeDir, "traces");
  }

  /** Those that have a folder, in order. */
  async all(): Promise<number[]> {
    const names = await readdir(this.#dir).catch(() => []);
    return names
      .filter((name) => isRunNumber(name))
      .map(Number)
      .toSorted((a, b) => a - b);
  }

  /** Throws InfraError where there is no larger one. */
  async next(): Promise<number> {
    const taken = this.#noted() ?? (await this.#carried());
    const last = Math.max((await this.all()).at(-1) ?? 0, taken);
    if (last < largest) return last + 1;
    const folder = join(this.#dir, String(last));
    throw new InfraError(
      `${folder}: no run can come after this number`,
      `no run of ours has it; look what it is, then: rm -r ${folder} ${this.#note}`,
    );
  }

  take(number: number): void {
    const made = mkdirSync(join(this.#dir, String(number)), { recursive: true });
    if (made === undefined) return;
    const aside = `${this.#note}.new`;
    writeFileSync(aside, String(Math.max(number, this.#noted() ?? 0)));
    renameSync(aside, this.#note);
  }

  /** The largest that was ever taken; undefined where that was not written down, or is lost. */
  #noted(): number | undefined {
    const found = lstatSync(this.#note, { throwIfNoEntry: false });
    const text = found?.isFile() && found.size < 16 ? readFileSync(this.#note, "utf8") : "";
    return isRunNumber(text) ? Number(text) : undefined;
  }

  /** The largest that something in the store carries; 0 where nothing does. */
  async #carried(): Promise<number> {
    let most = 0;
    for (const name of await readdir(this.#traces).catch(() => [])) {
      const { value } = await readSealed(join(this.#traces, name), storedTraceSchema);
      if (value && value.run < largest) most = Math.max(most, value.run);
    }
    return most;
  }

  get #note(): string {
    return join(this.#dir, "last");
  }
}
