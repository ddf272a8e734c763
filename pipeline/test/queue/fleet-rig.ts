// A run and its workers as processes, each with a store of its own, around a Redis and a registry that are real.

import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../model/json.ts";
import { childLine } from "../../tools/child-line.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { Registry } from "../registry-rig.ts";
import { Redis } from "./redis-rig.ts";
import { impatient, type Told } from "./told.ts";

export type Came = {
  readonly code: number | null;
  readonly ms: number;
  /** Steps that workers did. */
  readonly elsewhere: number;
  /** Step id -> outcome, in the order of the ids. */
  readonly values: readonly (readonly [string, Json])[];
  readonly said: string;
};

export type Plan = NonNullable<Told["plan"]>;

export function newKey(): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

type Own = Partial<Told> & {
  /** Words before the command, as in `ip netns exec NAME`. */
  readonly before?: readonly string[];
  /** Options of Node. */
  readonly node?: readonly string[];
};

export class Process {
  readonly child: ChildProcess;
  readonly closed: Promise<unknown>;
  out = "";
  said = "";

  constructor(child: ChildProcess) {
    this.child = child;
    this.closed = once(child, "close");
    child.stdout?.on("data", (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
  }

  /** Until a run has reached its queue, or has ended. */
  async begun(): Promise<void> {
    while (!this.out.includes("begun") && this.child.exitCode === null) await sleep(20);
  }

  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.child.kill(signal);
    await this.closed;
  }
}

export class Fleet {
  readonly registry: Registry;
  readonly redis: Redis;
  readonly key = newKey();
  readonly workers: Process[] = [];

  private constructor(registry: Registry, redis: Redis) {
    [this.registry, this.redis] = [registry, redis];
  }

  static async start(): Promise<Fleet> {
    return new Fleet(await Registry.start(), await Redis.start());
  }

  async worker(own: Own = {}): Promise<Process> {
    const worker = await this.#spawn("worker-process.ts", own);
    this.workers.push(worker);
    return worker;
  }

  async coordinator(plan: Plan, own: Own = {}): Promise<Process> {
    return this.#spawn("coordinator-process.ts", { plan, ...own });
  }

  /** A run from its start to its end, `during` beside it. */
  async run(plan: Plan, own: Own = {}, during?: () => Promise<void>): Promise<Came> {
    const one = await this.coordinator(plan, own);
    await one.begun();
    await Promise.all([one.closed, during?.()]);
    return cameOf(one);
  }

  async endWorkers(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all(this.workers.splice(0).map(async (one) => one.end(signal)));
  }

  async stop(): Promise<void> {
    await this.endWorkers();
    await Promise.all([this.redis.kill(), this.registry.stop()]);
  }

  async #spawn(file: string, { before = [], node = [], ...own }: Own): Promise<Process> {
    const told: Told = {
      store: join(await temporaryFolder(), "store"),
      registry: `127.0.0.1:${this.registry.port}`,
      redis: this.redis.address,
      programs: "ab".repeat(32),
      key: this.key,
      trusts: this.key,
      patience: impatient,
      ...own,
    };
    const argv = [...before, process.execPath, ...node, join(import.meta.dirname, file)];
    const env = { ...process.env, TWINBOOT_TOLD: JSON.stringify(told) };
    return new Process(spawn(...childLine(argv), { env, stdio: ["ignore", "pipe", "pipe"] }));
  }
}

export function cameOf({ child, out, said }: Process): Came {
  const nothing = { ms: Number.NaN, elsewhere: 0, values: [] };
  const [, words] = out.split("begun\n");
  return { ...nothing, ...(words ? JSON.parse(words) : {}), code: child.exitCode, said };
}
