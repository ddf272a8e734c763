// Debian's redis-server on loopback, as a test needs one: empty, keeping nothing on disk.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childLine } from "../../tools/child-line.ts";
import { freePort } from "../registry-rig.ts";
import { unpacked } from "../unpacked-program.ts";

const packages = ["redis-server", "redis-tools", "liblzf1", "libjemalloc2", "libatomic1"];

export class Redis {
  readonly port: number;
  #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    [this.port, this.#child] = [port, child];
  }

  static async start(): Promise<Redis> {
    const port = await freePort();
    const redis = new Redis(port, await started(port));
    await redis.#answers();
    return redis;
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** SIGKILL: all that it held is lost. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await closed;
  }

  /** After `kill`: at the same port, empty. */
  async again(): Promise<void> {
    this.#child = await started(this.port);
    await this.#answers();
  }

  async #answers(): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await says(this.port, "PING\r\n", "+PONG")) return;
      await sleep(25);
    }
    throw new Error("redis-server does not answer");
  }
}

async function started(port: number): Promise<ChildProcess> {
  const root = await unpacked(packages);
  const libraries = join(root, "usr/lib/x86_64-linux-gnu");
  const own = `--bind 127.0.0.1 --port ${port} --appendonly no --daemonize no --save`;
  const argv = [join(root, "usr/bin/redis-server"), ...own.split(" "), ""];
  const [command, args] = childLine(argv);
  return spawn(command, args, {
    stdio: "ignore",
    env: { ...process.env, LD_LIBRARY_PATH: libraries },
  });
}

async function says(port: number, words: string, answer: string): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    socket.write(words);
    const [said] = (await once(socket, "data")) as [Buffer];
    return said.toString().startsWith(answer);
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
