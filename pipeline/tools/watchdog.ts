// Ends a command that takes more than it is given: time, output and, in the sandbox, memory, processes and disk.
// It needs no right that an ordinary user lacks. docs/security.md says what the kernel holds beside it.

import { statfsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { InfraError, Offence } from "../model/errors.ts";
import { diskUsage } from "./disk-usage.ts";
import { commandName, descendants, type Process, stateOf } from "./process-tree.ts";
import { nameOf, writableFolders } from "./sandbox.ts";
import { processLimit } from "./sandbox-limits.ts";

export type Limits = {
  /** By the clock on the wall. */
  readonly minutes: number;
  readonly outputBytes: number;
  /** Of the processes together, without what they share with files. */
  readonly memoryBytes: number;
  /** Of each folder that it may write. */
  readonly diskBytes: number;
};

/** A whole build of a distribution's kernel on two slow CPUs is done in two hours; its objects are some 15 GB. */
const ofSandbox: Limits = {
  minutes: 240,
  outputBytes: 2 ** 30,
  memoryBytes: Math.floor(totalmem() * 0.75),
  diskBytes: 32 * 2 ** 30,
};
/** Tools of the machine's own: one that takes longer waits for something that does not come. */
const ofTool: Limits = { ...ofSandbox, minutes: 60 };

/** What must stay free on a disk, so that other programs can still write. */
const reserveBytes = 2 ** 29;
const intervalMs = 500;

type Watched = {
  readonly argv: readonly string[];
  readonly pid: number;
  /** How much it has printed. */
  readonly printed: () => number;
};

/** What went over a limit; `ours` is no fault of the command. */
type Excess = { readonly what: string; readonly ours?: boolean };

export class Watchdog {
  readonly #watched: Watched;
  readonly #limits: Limits;
  /** Undefined outside the sandbox. */
  readonly #folders: readonly string[] | undefined;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  /** Bytes that were free, by folder. */
  readonly #atStart: Map<string, number>;
  #measureAt = 0;
  #looking: Promise<void> = Promise.resolve();
  #busy = false;
  /** It is ended again at each look: what was being started then may not have been seen. */
  #stopped = false;
  #excess: Excess | undefined;

  constructor(watched: Watched, limits: Partial<Limits> = {}) {
    this.#watched = watched;
    this.#folders = writableFolders(watched.argv);
    this.#atStart = new Map((this.#folders ?? []).map((folder) => [folder, freeBytes(folder)]));
    this.#limits = { ...(this.#folders ? ofSandbox : ofTool), ...limits };
    const { minutes } = this.#limits;
    this.#timer = setInterval(() => this.#tick(), Math.min(intervalMs, minutes * 60_000));
  }

  /** To be called when the command is gone. Throws where it was ended from here. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    if (!this.#excess) return;
    const command = nameOf(this.#watched.argv);
    const { what, ours } = this.#excess;
    const words = ours ? what : `${command} was ended: it ${what}`;
    if (this.#folders && !ours) throw new Offence("over-limit", words);
    throw new InfraError(words, "run it again; check this machine with: ./twinboot doctor");
  }

  /** Ends the command, whoever wants it. It stands still meanwhile: a child that it makes just then would be seen by nobody. */
  stop(): void {
    this.#stopped = true;
    const { pid } = this.#watched;
    holdStill(pid);
    const below = descendants(pid);
    const ended = this.#folders && commandName(pid) === "bwrap" ? firstBelow(pid, below) : [];
    for (const one of ended.length ? ended : [pid, ...below.map((each) => each.pid)])
      send(one, "SIGKILL");
    send(pid, "SIGCONT");
  }

  /** One look at a time: on a machine that is short of something a look may take long. */
  #tick(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#looking = this.#look().finally(() => {
      this.#busy = false;
    });
  }

  async #look(): Promise<void> {
    if (this.#stopped) return this.stop();
    this.#excess = this.#overTime() ?? this.#overOutput();
    if (!this.#excess && this.#folders)
      this.#excess = this.#overMachine() ?? (await this.#overDisk());
    if (this.#excess) this.stop();
  }

  #overTime(): Excess | undefined {
    const { minutes } = this.#limits;
    if (performance.now() - this.#startedAt < minutes * 60_000) return undefined;
    return { what: `ran for more than ${minutes} minutes` };
  }

  #overOutput(): Excess | undefined {
    const { outputBytes } = this.#limits;
    if (this.#watched.printed() <= outputBytes) return undefined;
    return { what: `printed more than ${inWords(outputBytes)}` };
  }

  #overMachine(): Excess | undefined {
    const { memoryBytes } = this.#limits;
    const processes = descendants(this.#watched.pid);
    if (processes.length > processLimit / 2)
      return { what: `had more than ${processLimit / 2} processes` };
    const memory = processes.reduce((sum, one) => sum + one.memoryBytes, 0);
    if (memory <= memoryBytes) return undefined;
    return { what: `took more than ${inWords(memoryBytes)} of memory` };
  }

  /** To measure a folder takes long: it is done at once where much less is free, and else a hundredth of the time. */
  async #overDisk(): Promise<Excess | undefined> {
    const { diskBytes } = this.#limits;
    for (const folder of this.#folders ?? []) {
      const { bavail, bsize, files, ffree } = await statfs(folder);
      const free = bavail * bsize;
      const before = this.#atStart.get(folder) ?? free;
      if (free < reserveBytes || ffree < files / 100) return this.#diskFull(folder, before - free);
      if (before - free >= diskBytes) this.#atStart.set(folder, free);
      else if (performance.now() < this.#measureAt) continue;
      const began = performance.now();
      if ((await diskUsage(folder)) > diskBytes)
        return { what: `left more than ${inWords(diskBytes)} in its folder` };
      this.#measureAt = performance.now() + 5000 + 100 * (performance.now() - began);
    }
    return undefined;
  }

  /** It must end whoever it was, and before that is known: nobody else can write either. */
  async #diskFull(folder: string, taken: number): Promise<Excess> {
    this.stop();
    const own = await diskUsage(folder);
    if (taken > reserveBytes && own >= taken / 2) return { what: "filled the disk" };
    return { what: `the disk of ${folder} is full`, ours: true };
  }
}

/**
 * The sandbox's first process: the kernel ends all others with it, and bwrap itself ends after the last of them, so that
 * nothing writes any more when the command is gone.
 */
function firstBelow(pid: number, below: readonly Process[]): number[] {
  return below.filter(({ parent }) => parent === pid).map((process) => process.pid);
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** A signal takes a moment to be seen by a process that runs on another CPU. */
function holdStill(pid: number): void {
  send(pid, "SIGSTOP");
  for (let look = 0; look < 1000 && /^[RSD]/.test(stateOf(pid)); look += 1);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

function inWords(bytes: number): string {
  return bytes >= 2 ** 30
    ? `${Math.floor(bytes / 2 ** 30)} GiB`
    : `${Math.floor(bytes / 2 ** 20)} MiB`;
}
