// Debian's docker-registry on loopback, as a test needs one: empty, with a login, and with its own garbage collection.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childLine } from "../tools/child-line.ts";
import { mustRun } from "../tools/shell.ts";
import { temporaryFolder } from "./folder-rig.ts";
import { login } from "./registry-login.ts";
import { registryProgram } from "./registry-program.ts";

export class Registry {
  readonly port: number;
  readonly #dir: string;
  #child: ChildProcess;

  private constructor(dir: string, port: number, child: ChildProcess) {
    [this.#dir, this.port, this.#child] = [dir, port, child];
  }

  /** Lets in whoever has `login`, and nobody else. */
  static async start(): Promise<Registry> {
    let words = "";
    for (let tries = 0; tries < 5; tries += 1) {
      const tried = await Registry.#tried();
      if (tried instanceof Registry) return tried;
      words = tried;
    }
    throw new Error(`docker-registry does not answer: ${words}`);
  }

  /** Its last words where it ended at once: somebody else may have taken the port that was free a moment ago. */
  static async #tried(): Promise<Registry | string> {
    const dir = await temporaryFolder();
    const port = await freePort();
    const { user, password } = login;
    await writeFile(join(dir, "htpasswd"), await mustRun(["htpasswd", "-nbB", user, password]));
    await writeFile(join(dir, "config.yml"), configOf(dir, port));
    const argv = [await registryProgram(), "serve", join(dir, "config.yml")];
    const child = spawn(...childLine(argv), { stdio: ["ignore", "ignore", "pipe"] });
    let words = "";
    child.stderr.on("data", (chunk) => (words = `${words}${chunk}`.slice(-1000)));
    const registry = new Registry(dir, port, child);
    return (await registry.#answers()) ? registry : words;
  }

  /** Takes out every blob that no manifest names, as a registry's operator does at night. */
  async collectGarbage(): Promise<void> {
    await mustRun([await registryProgram(), "garbage-collect", join(this.#dir, "config.yml")]);
  }

  /** Where the bytes of a blob lie. */
  blobPath(digest: string): string {
    const hex = digest.replace(/^sha256:/, "");
    const blobs = "data/docker/registry/v2/blobs/sha256";
    return join(this.#dir, blobs, hex.slice(0, 2), hex, "data");
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await closed;
  }

  /** After `stop`: the same, with all that it had. */
  async again(): Promise<void> {
    const argv = [await registryProgram(), "serve", join(this.#dir, "config.yml")];
    this.#child = spawn(...childLine(argv), { stdio: "ignore" });
    if (!(await this.#answers())) throw new Error("docker-registry does not come back");
  }

  async #answers(): Promise<boolean> {
    while (this.#child.exitCode === null && this.#child.signalCode === null) {
      const found = await fetch(`http://127.0.0.1:${this.port}/v2/`).catch(() => undefined);
      await found?.body?.cancel();
      if (found?.headers.get("www-authenticate")?.includes(basename(this.#dir))) return true;
      await sleep(50);
    }
    return false;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function configOf(dir: string, port: number): string {
  return `version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: ${join(dir, "data")} }
  delete: { enabled: true }
http: { addr: "127.0.0.1:${port}" }
auth:
  htpasswd: { realm: ${basename(dir)}, path: ${join(dir, "htpasswd")} }
`;
}
