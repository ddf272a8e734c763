// The runs of a store by number: a folder each, with run.json once it is finished.

import { existsSync, mkdirSync } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../model/errors.ts";
import type { Check, Checklist } from "../model/check.ts";
import { nightOf } from "../model/night-of.ts";
import { type Night, nightSchema } from "../model/night.ts";
import { type RunRecord, runRecordSchema } from "../model/run-record.ts";

const longestHistory = 499;
/** How many are named where one is not there. */
const shownRuns = 5;

export class Runs {
  readonly #dir: string;

  constructor(storeDir: string) {
    this.#dir = join(storeDir, "runs");
  }

  /** The number of the next run. Whoever asks again gets the same one, until it is taken. */
  async next(): Promise<number> {
    return ((await this.#numbers()).at(-1) ?? 0) + 1;
  }

  /** From the first thing on that carries it, a number is taken: also by a run that was killed. */
  take(number: number): void {
    mkdirSync(join(this.#dir, String(number)), { recursive: true });
  }

  async finish(record: RunRecord): Promise<void> {
    await this.#write(record.run, "night.json", nightOf(record));
    await this.#write(record.run, "run.json", record);
  }

  /** The readiness checklist of a series, as this run saw it: checks.json beside where run.json would be. */
  async keepChecks(number: number, checklist: Checklist): Promise<void> {
    await this.#write(number, "checks.json", checklist);
  }

  /** What the kept checklists say of a series on a head: of each line the newest; none where nobody checked. */
  async checks(series: string, head: string): Promise<Check[]> {
    const newest = new Map<string, Check>();
    for (const number of await this.#numbers()) {
      const text = await readFile(this.#path(number, "checks.json"), "utf8").catch(() => undefined);
      const kept = text === undefined ? undefined : (JSON.parse(text) as Checklist);
      if (kept?.series !== series || kept.head !== head) continue;
      for (const check of kept.checks) newest.set(check.check, check);
    }
    return [...newest.values()];
  }

  /** Takes over the nights of another store, `N.json` each; one that is here already is left as it is. */
  async adopt(folder: string): Promise<void> {
    for (const name of await readdir(folder)) {
      const night = nightSchema.parse(JSON.parse(await readFile(join(folder, name), "utf8")));
      if (await this.#night(night.run)) continue;
      await this.#write(night.run, "night.json", night);
    }
  }

  /** The nights up to and with this run, oldest first, read one by one; at most 500. */
  async *history(until: RunRecord): AsyncGenerator<Night> {
    const older = (await this.#numbers()).filter((number) => number < until.run);
    for (const number of older.slice(-longestHistory)) {
      const night = await this.#night(number);
      if (night) yield night;
    }
    yield nightOf(until);
  }

  /** A finished run; the newest where no number is given. */
  async read(number?: number): Promise<RunRecord> {
    const wanted = number === undefined ? (await this.#numbers()).toReversed() : [number];
    for (const one of wanted) {
      const record = await this.#finished(one);
      if (record) return record;
    }
    const finished = (await this.#numbers()).filter((one) => existsSync(this.#path(one)));
    const [newest] = finished.slice(-1);
    throw newest === undefined
      ? new UserError("this store has no finished run", "./twinboot run")
      : new UserError(
          `no finished run ${number} (${inWords(finished)})`,
          `the newest is ${newest}`,
        );
  }

  /** The newest finished runs, the newest first; all where there are fewer. */
  async newest(count: number): Promise<RunRecord[]> {
    const records: RunRecord[] = [];
    for (const number of (await this.#numbers()).toReversed()) {
      const record = records.length < count ? await this.#finished(number) : undefined;
      if (record) records.push(record);
    }
    return records;
  }

  async #finished(number: number): Promise<RunRecord | undefined> {
    const text = await readFile(this.#path(number), "utf8").catch(() => undefined);
    return text === undefined ? undefined : runRecordSchema.parse(JSON.parse(text));
  }

  async #numbers(): Promise<number[]> {
    const names = await readdir(this.#dir).catch(() => []);
    return names
      .map(Number)
      .filter(Number.isInteger)
      .toSorted((a, b) => a - b);
  }

  /** Nothing of a run that was killed, or that a program of before there were nights wrote. */
  async #night(number: number): Promise<Night | undefined> {
    const text = await readFile(this.#path(number, "night.json"), "utf8").catch(() => undefined);
    return text === undefined ? undefined : nightSchema.parse(JSON.parse(text));
  }

  async #write(number: number, name: string, value: unknown): Promise<void> {
    this.take(number);
    const path = this.#path(number, name);
    await writeFile(`${path}.new`, JSON.stringify(value));
    await rename(`${path}.new`, path);
  }

  #path(number: number, name = "run.json"): string {
    return join(this.#dir, String(number), name);
  }
}

/** The newest numbers, and how many more there are. */
function inWords(numbers: readonly number[]): string {
  const shown = numbers.slice(-shownRuns).toReversed().join(", ");
  const more = numbers.length - shownRuns;
  return more > 0 ? `there are ${shown}; ${more} more` : `there are ${shown}`;
}
