// Holds products and traces. Entries are written aside and renamed: a crash never leaves half an entry. What was made
// here is synced; folders are not, nor is what others have: after a power cut the newest entries may be absent or not
// whole, which shows by their seals, sizes and digests, and they are made or taken again.

import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream, existsSync } from "node:fs";
import {
  access,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Artifact, artifactSchema, artifactsIn } from "../model/artifact.ts";
import { type Digest, digestOf, digestSchema } from "../model/digest.ts";
import { InfraError, isSystemError, UserError } from "../model/errors.ts";
import { storedTraceSchema, type Trace } from "../model/record/trace.ts";
import { removeFolder } from "../tools/files/remove-folder.ts";
import { readSealed, sealed } from "./sealed-json.ts";
import { sync, takePlace } from "./write-durably.ts";

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
    await this.#makeFolders();
    const names = (await readdir(this.dir)).filter((name) => !name.startsWith("lock"));
    if (!names.length || rooms.some((room) => names.includes(room))) return;
    throw new UserError(
      `${this.dir} is not empty and is not a Twinboot store`,
      "use a new or empty folder: TWINBOOT_STORE=/path ./twinboot ...",
    );
  }

  /** One by one: where a file system refuses with ENOENT, as /proc does, Node's recursive mkdir never ends. */
  async #makeFolders(): Promise<void> {
    const missing: string[] = [];
    for (let at = this.dir; !existsSync(at); at = dirname(at)) missing.unshift(at);
    try {
      for (const folder of missing) await makeFolder(folder);
      await access(this.dir, constants.R_OK | constants.W_OK);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new InfraError(
        `the store ${this.dir} cannot be written: ${error.message}`,
        "use a folder that you can write to: TWINBOOT_STORE=/path ./twinboot ...",
        { cause: error },
      );
    }
  }

  /** Makes the store's rooms, and clears away what a killed run left of its work. */
  async open(): Promise<void> {
    await Promise.all(rooms.map((name) => this.#make(name)));
    await removeFolder(join(this.dir, "work"));
    await this.#make("work");
  }

  /** Always below files/. Throws InfraError if a value names a file by something other than a digest. */
  path({ digest }: Pick<Artifact, "digest">): string {
    if (digestSchema.safeParse(digest).success) return join(this.dir, "files", digest);
    throw new InfraError(
      "the store refers to a file whose name is not a digest",
      `inspect ${this.dir}/traces; if that folder is removed, everything is rebuilt`,
    );
  }

  /** A folder that outlives runs: kept objects, the bare repository. */
  kept(name: string): string {
    return join(this.dir, "kept", name);
  }

  /** An empty folder for one step. The next start removes what a killed run left there. */
  async work(): Promise<string> {
    return this.#make(join("work", randomUUID()));
  }

  /** Moves a finished file in; it must be on the store's own disk, as the work folders are. */
  async keep(path: string, name: string): Promise<Artifact> {
    const { size: bytes } = await stat(path);
    const artifact = artifactSchema.parse({ name, digest: await digestOfFile(path), bytes });
    await sync(path);
    await takePlace(path, this.path(artifact));
    return artifact;
  }

  /** Moves in a file that others have, whose bytes the caller has held against the artifact's digest. */
  async take(path: string, artifact: Artifact): Promise<void> {
    await takePlace(path, this.path(artifact));
  }

  async keepBytes(content: string | Uint8Array, name: string): Promise<Artifact> {
    const path = this.#aside();
    await writeFile(path, content);
    return this.keep(path, name);
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
      if (!(await this.has(artifact)) || (await digestOfFile(path)) !== digest) {
        await rm(path, { recursive: true, force: true });
        throw damaged(artifact);
      }
      this.#checked.add(digest);
    }
  }

  /** The bytes, checked against their digest. Throws InfraError if they do not match it. */
  async read(artifact: Artifact): Promise<Buffer> {
    const bytes = await this.raw(artifact);
    if (bytes && digestOf(bytes) === artifact.digest) return bytes;
    throw damaged(artifact);
  }

  /** The bytes stored under the digest, if their size is right; the caller checks the digest. */
  async raw(artifact: Artifact): Promise<Buffer | undefined> {
    return (await this.has(artifact)) ? readFile(this.path(artifact)) : undefined;
  }

  /** Whether a file of that digest and size is there; its bytes are not read. */
  async has(artifact: Artifact): Promise<boolean> {
    const found = await lstat(this.path(artifact)).catch(ifAbsent);
    return found !== undefined && found.isFile() && found.size === artifact.bytes;
  }

  /** Of all steps of one kind, the newest of each key, the newest first. */
  async tracesOfKind(kind: string): Promise<Trace[]> {
    const names = await readdir(join(this.dir, "traces"));
    const keys = names.flatMap((name) => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? []);
    const traces = await Promise.all(keys.map((key) => this.#traceAt(key, key)));
    return traces
      .filter((trace) => trace?.kind === kind)
      .toSorted((a, b) => ((a?.startedAt ?? "") < (b?.startedAt ?? "") ? 1 : -1)) as Trace[];
  }

  /**
   * The trace under a key, if it is there, whole, and every file that its value speaks of is there too. Anything else
   * that a bad disk or a person left there is none: the step is then done again.
   */
  async trace(key: Digest, run?: number): Promise<Trace | undefined> {
    const trace = await this.traceAlone(key, run);
    return trace && !(await this.absentFiles(trace)).length ? trace : undefined;
  }

  /** The files that a trace's value speaks of and that are not there. */
  async absentFiles({ outcome }: Trace): Promise<Artifact[]> {
    const files = artifactsIn("value" in outcome ? outcome.value : undefined);
    const present = await Promise.all(files.map(async (file) => this.has(file)));
    return files.filter((_, at) => !present[at]);
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
    const aside = this.#aside();
    await writeFile(aside, sealed(trace), { flush: !trace.taken });
    await takePlace(aside, this.#tracePath(key));
  }

  async #traceAt(key: Digest, name: string): Promise<Trace | undefined> {
    const { value } = await readSealed(this.#tracePath(name), storedTraceSchema);
    return value?.key === key ? (value as Trace) : undefined;
  }

  #tracePath(name: string): string {
    return join(this.dir, "traces", `${name}.json`);
  }

  #aside(): string {
    return join(this.dir, "work", randomUUID());
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

function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}

/** Somebody else may make it in the same moment. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path).catch((error: unknown) => {
    if (!isSystemError(error) || error.code !== "EEXIST") throw error;
  });
}
