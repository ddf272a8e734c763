// Where products and traces lie. Written aside, synced, renamed: a crash at any instant leaves no half entry.

import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Artifact, artifactsIn } from "../model/artifact.ts";
import type { Digest } from "../model/digest.ts";
import { InfraError } from "../model/errors.ts";
import type { Trace } from "../model/trace.ts";

export class Store {
  readonly dir: string;
  readonly #checked = new Set<Digest>();

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Makes the folder: nothing more may be done in it without the lock. */
  async make(): Promise<void> {
    await mkdir(this.dir, { recursive: true });
  }

  /** Makes the store's rooms, and clears away what a killed run left of its work. */
  async open(): Promise<void> {
    await Promise.all(["files", "traces", "kept"].map((name) => this.#make(name)));
    await rm(join(this.dir, "work"), { recursive: true, force: true });
    await this.#make("work");
  }

  path(artifact: Pick<Artifact, "digest">): string {
    return join(this.dir, "files", artifact.digest);
  }

  /** A folder that outlives runs: kept objects, the bare repository. */
  kept(name: string): string {
    return join(this.dir, "kept", name);
  }

  /** An empty folder for one step. What a killed run left there goes with the next start. */
  async work(): Promise<string> {
    return this.#make(join("work", randomUUID()));
  }

  /** Moves a finished file in; it must lie on the store's own disk, as the work folders do. */
  async keep(path: string, name: string): Promise<Artifact> {
    const artifact = { name, digest: await digestOfFile(path), bytes: (await stat(path)).size };
    await sync(path);
    await rename(path, this.path(artifact));
    await sync(join(this.dir, "files"));
    return artifact;
  }

  async keepBytes(content: string | Uint8Array, name: string): Promise<Artifact> {
    return this.keep(await this.#aside(content), name);
  }

  /**
   * Holds files against their digests, each once in a session: one whose bytes changed would be taken for the work of
   * whoever made it. Throws InfraError for the first, and takes it out, so that the next run makes it again.
   */
  async check(artifacts: readonly Artifact[]): Promise<void> {
    for (const { name, digest } of artifacts) {
      if (this.#checked.has(digest)) continue;
      const path = this.path({ digest });
      if ((await digestOfFile(path)) !== digest) {
        await rm(path);
        throw new InfraError(
          `${name} is damaged in the store: its bytes are others than those that were stored`,
          "run it again: it is made anew; and look at the disk",
        );
      }
      this.#checked.add(digest);
    }
  }

  async read(artifact: Artifact): Promise<Buffer> {
    return readFile(this.path(artifact));
  }

  /**
   * The trace under a key, if it is there, whole, and every file that its value speaks of is there too. `run`: the one that
   * this run made, where newer ones may have come since.
   */
  async trace(key: Digest, run?: number): Promise<Trace | undefined> {
    const older = run === undefined ? undefined : await this.#traceAt(`${key}.${run}`);
    const trace = older ?? (await this.#traceAt(key));
    if (!trace || (run !== undefined && trace.run !== run)) return undefined;
    const files = artifactsIn("value" in trace.outcome ? trace.outcome.value : undefined);
    const present = await Promise.all(files.map((file) => this.#has(file)));
    return present.every(Boolean) ? trace : undefined;
  }

  /** What is recorded under a key is evidence of the run that made it, and is kept under that run's number. */
  async retire(key: Digest): Promise<void> {
    const older = await this.#traceAt(key);
    if (older) await rename(this.#tracePath(key), this.#tracePath(`${key}.${older.run}`));
  }

  async putTrace(key: Digest, trace: Trace): Promise<void> {
    await rename(await this.#aside(JSON.stringify(trace)), this.#tracePath(key));
    await sync(join(this.dir, "traces"));
  }

  async #has(artifact: Artifact): Promise<boolean> {
    const found = await stat(this.path(artifact)).catch(ifAbsent);
    return found?.size === artifact.bytes;
  }

  async #traceAt(name: string): Promise<Trace | undefined> {
    const text = await readFile(this.#tracePath(name), "utf8").catch(ifAbsent);
    return text === undefined ? undefined : traceIn(text);
  }

  #tracePath(name: string): string {
    return join(this.dir, "traces", `${name}.json`);
  }

  async #aside(content: string | Uint8Array): Promise<string> {
    const path = join(this.dir, "work", randomUUID());
    const file = await open(path, "wx");
    await file.writeFile(content);
    await file.sync();
    await file.close();
    return path;
  }

  async #make(name: string): Promise<string> {
    const path = join(this.dir, name);
    await mkdir(path, { recursive: true });
    return path;
  }
}

async function digestOfFile(path: string): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

const statuses: ReadonlySet<unknown> = new Set(["pass", "fail", "blocked", "error"]);

/** Undefined where a bad disk or a person left something else there: the step is then done again. */
function traceIn(text: string): Trace | undefined {
  const trace = parsed(text);
  return trace && statuses.has(trace.outcome?.status) ? (trace as Trace) : undefined;
}

function parsed(text: string): Partial<Trace> | null {
  try {
    return JSON.parse(text) as Partial<Trace> | null;
  } catch {
    // Half a file or none of ours: no hit.
    return null;
  }
}

/** fsync of a file or folder: what was renamed must still be there after a power cut. */
async function sync(path: string): Promise<void> {
  const file = await open(path, "r");
  await file.sync();
  await file.close();
}

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
