// The runs of a store by number: a folder each, with run.json once it is finished.

import { existsSync, mkdirSync } from "node:fs";
import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checked, type Found, readPlain, readSealed, sealed } from "../engine/sealed-json.ts";
import { InfraError, UserError } from "../model/errors.ts";
import { type Check, type Checklist, checklistSchema } from "../model/check.ts";
import type { Digest } from "../model/digest.ts";
import { nightOf } from "../model/night-of.ts";
import { type Night, nightSchema } from "../model/night.ts";
import { type RunRecord, runRecordSchema } from "../model/run-record.ts";
import { storedTraceSchema, type Trace } from "../model/trace.ts";

const longestHistory = 499;
const largestNight = 4 * 2 ** 20;
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

  /** What the kept checklists say of a series on a head: of each line the newest; none where nobody checked. */
  async checks(series: string, head: string): Promise<Check[]> {
    const newest = new Map<string, Check>();
    for (const number of await this.#numbers()) {
      const path = this.#path(number, "checks.json");
      const kept = told(path, await readSealed(path, checklistSchema));
      if (kept?.series !== series || kept.head !== head) continue;
      for (const check of kept.checks) newest.set(check.check, check);
    }
    return [...newest.values()];
  }

  /**
   * Takes over the nights of another store, `N.json` each; one that is here already is left as it is. Throws UserError
   * where the folder or one of them cannot be read: a history with a hole is none.
   */
  async adopt(folder: string): Promise<void> {
    const names = await readdir(folder).catch((cause: unknown) => {
      const next = "give the folder nights of the branch reports";
      throw new UserError(`--history ${folder}: there is no such folder`, next, { cause });
    });
    for (const name of names) {
      const night = await foreignNight(folder, name);
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

  /** Throws InfraError where there is one that cannot be read: an older run is not the newest. */
  async #finished(number: number): Promise<RunRecord | undefined> {
    const path = this.#path(number);
    const { value, wrong } = await readSealed(path, runRecordSchema);
    if (wrong === undefined) return value;
    throw new InfraError(
      `${path} ${wrong}`,
      `make the run again; without it: rm -r ${dirname(path)}`,
    );
  }

  async #numbers(): Promise<number[]> {
    const names = await readdir(this.#dir).catch(() => []);
    return names
      .filter((name) => /^[1-9]\d{0,8}$/.test(name))
      .map(Number)
      .toSorted((a, b) => a - b);
  }

  /** Made anew from run.json where it is absent or damaged; nothing of a run that was killed. */
  async #night(number: number): Promise<Night | undefined> {
    const path = this.#path(number, "night.json");
    const night = await readSealed(path, nightSchema);
    if (night.value) return night.value;
    const run = await readSealed(this.#path(number), runRecordSchema);
    return run.value ? nightOf(run.value) : told(path, night);
  }

  async #write(number: number, name: string, value: object): Promise<void> {
    this.take(number);
    const path = this.#path(number, name);
    await writeFile(`${path}.new`, sealed(value), { flush: true });
    await rename(`${path}.new`, path);
  }

  #path(number: number, name = "run.json"): string {
    return join(this.#dir, String(number), name);
  }
}

/** What one old file has to say is not worth a run: it is left out, and that is said. */
function told<T>(path: string, { value, wrong }: Found<T>): T | undefined {
  if (wrong !== undefined) process.stderr.write(`twinboot: ${path} ${wrong}: it is left out\n`);
  return value;
}

async function foreignNight(folder: string, name: string): Promise<Night> {
  const path = join(folder, name);
  const { value: bytes, wrong = "is gone" } = await readPlain(path, largestNight);
  const night: Found<Night> = bytes ? checked(bytes.toString(), nightSchema) : { wrong };
  if (night.value && `${night.value.run}.json` === name) return night.value;
  throw new UserError(
    `${path} ${night.wrong ?? "is of another run than its name says"}`,
    "give the folder nights of the branch reports, whole",
  );
}

/** The newest numbers, and how many more there are. */
function inWords(numbers: readonly number[]): string {
  const shown = numbers.slice(-shownRuns).toReversed().join(", ");
  const more = numbers.length - shownRuns;
  return more > 0 ? `there are ${shown}; ${more} more` : `there are ${shown}`;
}
