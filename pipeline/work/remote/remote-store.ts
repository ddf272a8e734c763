// The second store, in a registry: one artifact for each step's key. docs/remote-store.md says what it looks like there.

import type { KeyObject } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import type { Digest } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { Step } from "../../model/work/step.ts";
import type { SecondStore } from "../../engine/second-store.ts";
import type { Store } from "../../engine/store.ts";
import { removeFolder } from "../../tools/files/remove-folder.ts";
import { fileDigest } from "../../tools/host.ts";
import type { OciRegistry } from "../../tools/oci-registry.ts";
import { EntryBlobs } from "./entry-blobs.ts";
import { EntryReader, traceOf } from "./entry-reader.ts";
import { EntryWriter } from "./entry-writer.ts";
import { Mishaps } from "./mishaps.ts";
import { Parcels } from "./parcels.ts";
import type { TrustedKeys } from "./sealed-entry.ts";

export type RemoteOptions = {
  /** The registry's address, as the traces will name it. */
  readonly from: string;
  readonly registry: OciRegistry;
  readonly store: Store;
  readonly trusted: TrustedKeys;
  /** Absent: nothing is pushed. */
  readonly pushing?: Pushing | undefined;
  readonly signal: AbortSignal;
  readonly tell: (words: string) => void;
};

export type Pushing = {
  readonly key: KeyObject;
  /** Whether what a step made may go to others. */
  readonly mayGo: (step: Step) => boolean;
};

/** Uploads at once. */
const lanes = 4;

export class RemoteStore implements SecondStore {
  readonly #options: RemoteOptions;
  readonly #blobs: EntryBlobs;
  readonly #reader: EntryReader;
  readonly #parcels: Parcels;
  readonly #mishaps: Mishaps;
  readonly #lanes: Promise<void>[] = Array.from({ length: lanes }, async () => undefined);
  #given = 0;
  /** On their way, and whether they got there. */
  readonly #going = new Map<Digest, Promise<boolean>>();
  readonly #there = new Set<Digest>();
  /** A mistake of ours in what goes on beside the run. */
  #broken: unknown;

  constructor(options: RemoteOptions) {
    const { registry, store, trusted, tell, signal } = options;
    this.#options = options;
    this.#mishaps = new Mishaps(tell, signal);
    this.#blobs = new EntryBlobs(registry, store);
    this.#reader = new EntryReader(registry, {
      trusted,
      blobs: this.#blobs,
      mishaps: this.#mishaps,
    });
    this.#parcels = new Parcels(store, this.#reader, this.#blobs);
  }

  async take(key: Digest, late = false): Promise<Trace | undefined> {
    const found = await this.#reading(async () => this.#reader.take(key, late));
    if (found) this.#there.add(key);
    return found && traceOf(found, this.#options.from);
  }

  async bringFile(key: Digest, file: Artifact): Promise<boolean> {
    const brought = await this.#reading(async () => this.#reader.takeFile(key, file));
    return brought === true;
  }

  async bring(step: Step, { key }: Trace): Promise<boolean> {
    const brought = await this.#reading(async () => key && this.#parcels.unpack(step, key));
    return brought === true;
  }

  give(step: Step, trace: Trace, inputs: readonly Json[]): void {
    const { pushing } = this.#options;
    const { key } = trace;
    if (!pushing?.mayGo(step) || key === undefined) return;
    this.#going.set(
      key,
      this.#queue(async () => this.#push(step, trace, { inputs, pushing })),
    );
  }

  get pushes(): boolean {
    return this.#options.pushing !== undefined;
  }

  mayGive(step: Step): boolean {
    return this.#options.pushing?.mayGo(step) ?? false;
  }

  /** Whether others can take what is under a key; waits for it where it is on its way. */
  async reaches(key: Digest): Promise<boolean> {
    if (this.#there.has(key) || (await this.#going.get(key))) return true;
    const found = await this.#reading(async () => this.#options.registry.manifest(key));
    if (found) this.#there.add(key);
    return found !== undefined;
  }

  /** What was away may be back. */
  tryAgain(): void {
    this.#mishaps.tryAgain();
  }

  async borrow(name: Digest, use: (file: string) => Promise<void>): Promise<boolean> {
    const used = await this.#reading(async () => {
      const found = await this.#reader.find(name);
      const parcel = found?.entry.parcel;
      if (!parcel) return false;
      await this.#blobs.downloaded(found.manifest, parcel, use);
      return true;
    });
    return used === true;
  }

  async leave(step: Step, trace: Trace, make: (file: string) => Promise<void>): Promise<void> {
    const { pushing, store } = this.#options;
    if (!pushing?.mayGo(step) || this.#mishaps.isOff("push")) return;
    const folder = await store.work();
    const file = join(folder, "lent");
    await make(file);
    const [digest = "", { size: bytes }] = [await fileDigest(file), await stat(file)];
    void this.#queue(async () => {
      try {
        await this.#writer(pushing).write(trace, { digest, bytes, file });
      } finally {
        await removeFolder(folder);
      }
    });
  }

  /** Waits until all that was given is there, or is known not to get there. */
  async settle(): Promise<void> {
    await Promise.all(this.#lanes);
    if (this.#broken !== undefined) throw this.#broken;
  }

  async #reading<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
    if (this.#mishaps.isOff("read")) return undefined;
    try {
      return await read();
    } catch (error) {
      this.#note(error, "read");
      return undefined;
    }
  }

  /** True where it was pushed. */
  #queue(push: () => Promise<void>): Promise<boolean> {
    const lane = this.#given++ % lanes;
    const before = this.#lanes[lane] ?? Promise.resolve();
    const pushed = before.then(async () => this.#pushing(push));
    this.#lanes[lane] = pushed.then(() => undefined);
    return pushed;
  }

  async #pushing(push: () => Promise<void>): Promise<boolean> {
    try {
      if (this.#mishaps.isOff("push")) return false;
      await push();
      return true;
    } catch (error) {
      this.#note(error, "push");
      return false;
    }
  }

  async #push(
    step: Step,
    trace: Trace,
    { inputs, pushing }: { inputs: readonly Json[]; pushing: Pushing },
  ): Promise<void> {
    const { store, signal } = this.#options;
    const workDir = await store.work();
    try {
      const packed = await this.#parcels.pack(step, trace, { inputs, workDir, signal });
      await this.#writer(pushing).write(trace, packed);
    } finally {
      await removeFolder(workDir);
    }
  }

  #writer({ key }: Pushing): EntryWriter {
    const { registry, store } = this.#options;
    return new EntryWriter(registry, { store, blobs: this.#blobs, key });
  }

  /** What is neither the registry's nor this machine's is a mistake of ours: it waits for the end of the run. */
  #note(error: unknown, during: "read" | "push"): void {
    if (!this.#mishaps.note(error, during)) this.#broken ??= error;
  }
}
