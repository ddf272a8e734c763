// The runs of a store by number: a folder each, with run.json once it is finished.

import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checked, type ReadBack, readPlain, readSealed, sealed } from "../engine/sealed-json.ts";
import { writeDurably } from "../engine/write-durably.ts";
import { InfraError, UserError } from "../model/errors.ts";
import { type Check, type Checklist, checklistSchema } from "../model/record/check.ts";
import type { Digest } from "../model/digest.ts";
import { nightOf } from "../model/record/night-of.ts";
import { type Night, nightSchema } from "../model/record/night.ts";
import { type RunRecord, runRecordSchema } from "../model/record/run-record.ts";
import { storedTraceSchema, type Trace } from "../model/record/trace.ts";
import { isRunNumber, RunNumbers } from "./run-numbers.ts";

const longestHistory = 499;
const largestNight = 4 * 2 ** 20;
/** How many are named where one is not there. */
const shownRuns = 5;

export class Runs {
  readonly #dir: string;
  readonly #counted: RunNumbers;

  constructor(storeDir: string) {
    this.#dir = join(storeDir, "runs");
    this.#counted = new RunNumbers(storeDir);
  }

  /** The number of the next run; the same until it is taken. */
  async next(): Promise<number> {
    return this.#counted.next();
  }

  /** From the first thing on that carries it, a number is taken: also by a run that was killed. */
  take(number: number): void {
    this.#counted.take(number);
  }

  async finish(record: RunRecord): Promise<void> {
    await this.#write(record.run, "night.json", nightOf(record));
    await this.#write(record.run, "run.json", record);
  }

  /** What other machines derived their verdicts from: beside the run that is merged, never among what steps reuse. */
  async carry(number: number, traces: ReadonlyMap<Digest, Trace>): Promise<void> {
    await mkdir(this.#path(number, "traces"), { recursive: true });
    for (const [key, trace] of traces) await this.#write(number, `traces/${key}.json`, trace);
  }

  async carried(number: number, key: Digest): Promise<Trace | undefined> {
    const { value } = await readSealed(this.#path(number, `traces/${key}.json`), storedTraceSchema);
    return value?.key === key ? (value as Trace) : undefined;
  }

  /** The readiness checklist of a series, as this run saw it: checks.json beside where run.json would be. */
  async keepChecks(number: number, checklist: Checklist): Promise<void> {
    await this.#write(number, "checks.json", checklist);
  }

  /** The newest stored result of each checklist line for a series on a head; empty if it was never checked. */
  async checks(series: string, head: string): Promise<Check[]> {
    const newest = new Map<string, Check>();
    for (const number of await this.#counted.all()) {
      const path = this.#path(number, "checks.json");
      const kept = told(path, await readSealed(path, checklistSchema));
      if (kept?.series !== series || kept.head !== head) continue;
      for (const check of kept.checks) newest.set(check.check, check);
    }
    return [...newest.values()];
  }

  /**
   * Takes over the nights of another store, `N.json` each; one that is here already is left as it is. Throws UserError
   * if the folder or one of the files cannot be read: a history with gaps is not used.
   */
  async adopt(folder: string): Promise<void> {
    const names = await readdir(folder).catch((cause: unknown) => {
      const next = "give the folder nights of the branch reports";
      throw new UserError(`--history ${folder}: no such folder`, next, { cause });
    });
    for (const name of names) {
      const night = await foreignNight(folder, name);
      if (await this.#night(night.run)) continue;
      await this.#write(night.run, "night.json", night);
    }
  }

  /** The nights up to and with this run, oldest first, read one by one; at most 500. */
  async *history(until: RunRecord): AsyncGenerator<Night> {
    const older = (await this.#counted.all()).filter((number) => number < until.run);
    for (const number of older.slice(-longestHistory)) {
      const night = await this.#night(number);
      if (night) yield night;
    }
    yield nightOf(until);
  }

  /** A finished run; the newest where no number is given. */
  async read(number?: number): Promise<RunRecord> {
    const wanted = number === undefined ? (await this.#counted.all()).toReversed() : [number];
    for (const one of wanted) {
      const record = await this.#finished(one);
      if (record) return record;
    }
    const finished = (await this.#counted.all()).filter((one) => existsSync(this.#path(one)));
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
    for (const number of (await this.#counted.all()).toReversed()) {
      const record = records.length < count ? await this.#finished(number) : undefined;
      if (record) records.push(record);
    }
    return records;
  }

  /** Throws InfraError where there is one that cannot be read: an older run is not the newest. */
  async #finished(number: number): Promise<RunRecord | undefined> {
    const path = this.#path(number);
    const found = await readSealed(path, runRecordSchema);
    if (found.value && found.value.run === number) return found.value;
    const wrong = found.value ? `is of run ${found.value.run}` : found.wrong;
    if (wrong === undefined) return undefined;
    throw new InfraError(
      `${path} ${wrong}`,
      `repeat the run, or remove it: rm -r ${dirname(path)}`,
    );
  }

  /** Made anew from run.json where it is absent or damaged; nothing of a run that was killed. */
  async #night(number: number): Promise<Night | undefined> {
    const path = this.#path(number, "night.json");
    const night = await readSealed(path, nightSchema);
    if (night.value?.run === number) return night.value;
    const run = await readSealed(this.#path(number), runRecordSchema);
    if (run.value?.run === number) return nightOf(run.value);
    return told(path, night.value ? { wrong: `is of run ${night.value.run}` } : night);
  }

  async #write(number: number, name: string, value: object): Promise<void> {
    this.take(number);
    await writeDurably(this.#path(number, name), sealed(value));
  }

  #path(number: number, name = "run.json"): string {
    return join(this.#dir, String(number), name);
  }
}

/** What one old file has to say is not worth a run: it is left out, and that is said. */
function told<T>(path: string, { value, wrong }: ReadBack<T>): T | undefined {
  if (wrong !== undefined) process.stderr.write(`twinboot: ${path} ${wrong}: it is left out\n`);
  return value;
}

async function foreignNight(folder: string, name: string): Promise<Night> {
  const path = join(folder, name);
  const { value: bytes, wrong = "is gone" } = await readPlain(path, largestNight);
  const night: ReadBack<Night> = bytes ? checked(bytes.toString(), nightSchema) : { wrong };
  if (night.value && isRunNumber(String(night.value.run)) && `${night.value.run}.json` === name)
    return night.value;
  throw new UserError(
    `${path} ${night.wrong ?? "belongs to a different run than its name says"}`,
    "give the complete folder nights of the branch reports",
  );
}

/** The newest numbers, and how many more there are. */
function inWords(numbers: readonly number[]): string {
  const shown = numbers.slice(-shownRuns).toReversed().join(", ");
  const more = numbers.length - shownRuns;
  return more > 0 ? `there are ${shown}; ${more} more` : `there are ${shown}`;
}
