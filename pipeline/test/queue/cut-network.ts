// A network of one worker's own (ip-netns), which can be cut off: lost packets, as with a pulled cable, and no closed door.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { childLine } from "../../tools/child-line.ts";
import { mustRun } from "../../tools/shell.ts";
import { temporaryFolder } from "../folder-rig.ts";

export class CutNetwork {
  readonly #name: string;
  readonly #servers: Server[] = [];
  readonly #relays: ChildProcess[] = [];

  private constructor(name: string) {
    this.#name = name;
  }

  /** In it, these ports of 127.0.0.1 lead to the same ports here. Needs root. */
  static async to(ports: readonly number[]): Promise<CutNetwork> {
    const network = new CutNetwork(`tb-${crypto.randomUUID().slice(0, 8)}`);
    await mustRun(["ip", "netns", "add", network.#name]);
    await network.heal();
    for (const port of ports) await network.#lead(port);
    return network;
  }

  /** The words before a command that is to be in it. */
  get before(): string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  async cut(): Promise<void> {
    await mustRun([...this.before, "ip", "link", "set", "lo", "down"]);
  }

  async heal(): Promise<void> {
    await mustRun([...this.before, "ip", "link", "set", "lo", "up"]);
  }

  async stop(): Promise<void> {
    for (const relay of this.#relays) relay.kill("SIGKILL");
    for (const server of this.#servers) server.close();
    await mustRun(["ip", "netns", "delete", this.#name]);
  }

  /** Files are no part of a network: a socket that is one leads out of it. */
  async #lead(port: number): Promise<void> {
    const path = join(await temporaryFolder(), "out");
    const server = createServer((from) => {
      const to = connect(port, "127.0.0.1");
      for (const one of [from, to]) one.on("error", () => undefined);
      from.pipe(to).pipe(from);
    });
    server.listen(path);
    await once(server, "listening");
    this.#servers.push(server);
    const relay = join(import.meta.dirname, "relay-process.ts");
    const argv = [...this.before, process.execPath, relay, String(port), path];
    const child = spawn(...childLine(argv), { stdio: ["ignore", "pipe", "inherit"] });
    this.#relays.push(child);
    const ended = once(child, "close").then(() => Promise.reject(new Error("the relay ended")));
    // Later it ends by our own hand.
    ended.catch(() => undefined);
    await Promise.race([once(child.stdout, "data"), ended]);
  }
}
