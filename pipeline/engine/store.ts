// Where products and traces lie. Written aside, synced, renamed: a crash at any instant leaves no half entry.

import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Artifact, artifactSchema, artifactsIn } from "../model/artifact.ts";
import { type Digest, digestOf, digestSchema } from "../model/digest.ts";
import { InfraError, UserError } from "../model/errors.ts";
import { storedTraceSchema, type Trace } from "../model/trace.ts";
import { removeFolder } from "./remove-folder.ts";
import { readSealed, sealed } from "./sealed-json.ts";

const rooms = ["files", "traces", "kept"];

export class Store {
  readonly dir: string;
  readonly #checked = new Set<Digest>();

  constructor(dir: string) {
    this.dir = dir;
  }

  /**
   * Makes the folder: nothing more may be done in it without the lock. Throws UserError where it is somebody's folder:
   * opening it as a store would take things out of it.
   */
  async make(): Promise<void> {
    await mkdir(this.dir, { recursive: true });
    const names = (await readdir(this.dir)).filter((name) => !name.startsWith("lock"));
    if (!names.length || rooms.some((room) => names.includes(room))) return;
    throw new UserError(
      `${this.dir} is not empty, and no store of twinboot`,
      "name an empty folder, or one that is not there yet: TWINBOOT_STORE=/path ./twinboot ...",
    );
  }

  /** Makes the store's rooms, and clears away what a killed run left of its work. */
  async open(): Promise<void> {
    await Promise.all(rooms.map((name) => this.#make(name)));
    await removeFolder(join(this.dir, "work"));
    await this.#make("work");
  }

  /** Always below files/: throws InfraError where a value names a file by what is no digest. */
  path({ digest }: Pick<Artifact, "digest">): string {
    if (digestSchema.safeParse(digest).success) return join(this.dir, "files", digest);
    throw new InfraError(
      "the store speaks of a file whose name is no digest",
      `look at the traces of ${this.dir}; without the folder traces/ everything is made again`,
    );
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
    const { size: bytes } = await stat(path);
    const artifact = artifactSchema.parse({ name, digest: await digestOfFile(path), bytes });
    await sync(path);
    await replace(path, this.path(artifact));
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
    for (const artifact of artifacts) {
      const { digest } = artifact;
      if (this.#checked.has(digest)) continue;
      const path = this.path(artifact);
      if (!(await this.#has(artifact)) || (await digestOfFile(path)) !== digest) {
        await rm(path, { recursive: true, force: true });
        throw damaged(artifact);
      }
      this.#checked.add(digest);
    }
  }

  /** The bytes, held against their digest. Throws InfraError where they are not those that were stored. */
  async read(artifact: Artifact): Promise<Buffer> {
    const bytes = await this.raw(artifact);
    if (bytes && digestOf(bytes) === artifact.digest) return bytes;
    throw damaged(artifact);
  }

  /** What of its size lies there under the digest: for those who hold it against the digest themselves. */
  async raw(artifact: Artifact): Promise<Buffer | undefined> {
    return (await this.#has(artifact)) ? readFile(this.path(artifact)) : undefined;
  }

  /**
   * The trace under a key, if it is there, whole, and every file that its value speaks of is there too. Anything else
   * that a bad disk or a person left there is none: the step is then done again.
   */
  async trace(key: Digest, run?: number): Promise<Trace | undefined> {
    const trace = await this.traceAlone(key, run);
    const files = artifactsIn(trace && "value" in trace.outcome ? trace.outcome.value : undefined);
    const present = await Promise.all(files.map((file) => this.#has(file)));
    return present.every(Boolean) ? trace : undefined;
  }

  /**
   * The same, whether its files are there or not. `run`: the one that this run made, where newer ones may have come
   * since.
   */
  async traceAlone(key: Digest, run?: number): Promise<Trace | undefined> {
    const older = run === undefined ? undefined : await this.#traceAt(key, `${key}.${run}`);
    const trace = older ?? (await this.#traceAt(key, key));
    return run === undefined || trace?.run === run ? trace : undefined;
  }

  /** What is recorded under a key is evidence of the run that made it, and is kept under that run's number. */
  async retire(key: Digest): Promise<void> {
    const older = await this.#traceAt(key, key);
    if (older) await rename(this.#tracePath(key), this.#tracePath(`${key}.${older.run}`));
  }

  async putTrace(key: Digest, trace: Trace): Promise<void> {
    await replace(await this.#aside(sealed(trace)), this.#tracePath(key));
    await sync(join(this.dir, "traces"));
  }

  async #has(artifact: Artifact): Promise<boolean> {
    const found = await lstat(this.path(artifact)).catch(ifAbsent);
    return found !== undefined && found.isFile() && found.size === artifact.bytes;
  }

  async #traceAt(key: Digest, name: string): Promise<Trace | undefined> {
    const { value } = await readSealed(this.#tracePath(name), storedTraceSchema);
    return value?.key === key ? (value as Trace) : undefined;
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

function damaged({ name }: Artifact): InfraError {
  return new InfraError(
    `${name} in the store is corrupt (digest mismatch)`,
    "run again to rebuild it, and check the disk",
  );
}

async function digestOfFile(path: string): Promise<Digest> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Takes the place of whatever is there: a folder, too, which no file of the store's own can be. */
async function replace(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EISDIR") throw error;
    await rm(to, { recursive: true });
    await rename(from, to);
  });
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
