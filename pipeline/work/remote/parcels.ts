// Products outside the store's files, on their way between machines: as a file, upon an older one where that saves most of it.

import { stat } from "node:fs/promises";
import type { Digest } from "../../model/digest.ts";
import type { Json } from "../../model/json.ts";
import type { StoreEntry } from "../../model/record/store-entry.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { CommandContext, Step, WhatIsThere } from "../../model/work/step.ts";
import type { Store } from "../../engine/store.ts";
import { fileDigest } from "../../tools/host.ts";
import type { EntryBlobs } from "./entry-blobs.ts";
import type { EntryReader } from "./entry-reader.ts";
import type { PackedParcel } from "./entry-writer.ts";

type SentParcel = NonNullable<StoreEntry["parcel"]>;

/** A fresh machine unpacks them all, one after the other: after so many the next one is whole again. */
const longestChain = 8;
/** Each is a question to the registry. */
const triedOlder = 3;

export class Parcels {
  readonly #store: Store;
  readonly #reader: EntryReader;
  readonly #blobs: EntryBlobs;

  constructor(store: Store, reader: EntryReader, blobs: EntryBlobs) {
    [this.#store, this.#reader, this.#blobs] = [store, reader, blobs];
  }

  /** False where there is none. Throws RegistryFailure where it does not hold, InfraError where it cannot be unpacked. */
  async unpack(step: Step, key: Digest, length = 1): Promise<boolean> {
    const found = await this.#reader.find(key);
    const outcome = found?.entry.trace.outcome;
    if (!found || outcome?.status !== "pass") return false;
    if (await step.kind.outside?.present(this.#products(), outcome.value)) return true;
    const parcel = found.entry.parcel;
    if (!parcel || !(await this.#hasBelow(step, parcel, length))) return false;
    await this.#blobs.downloaded(found.manifest, parcel, async (file) =>
      step.kind.outside?.unpack?.(this.#products(), outcome.value, file),
    );
    return true;
  }

  /** What the parcel is packed upon. */
  async #hasBelow(step: Step, { upon }: SentParcel, length: number): Promise<boolean> {
    if (upon === undefined) return true;
    return length < longestChain && this.unpack(step, upon, length + 1);
  }

  /** Undefined where the product is all in files, or where another machine had better make it itself. */
  async pack(
    step: Step,
    { outcome, label }: Trace,
    { inputs, workDir, signal }: { inputs: readonly Json[]; workDir: string; signal: AbortSignal },
  ): Promise<PackedParcel | undefined> {
    const { outside } = step.kind;
    if (!outside?.pack || outcome.status !== "pass") return undefined;
    const older = inputs.length ? [] : await this.#older(step, label);
    const context = { ...this.#products(), workDir, signal };
    const parcel = await outside.pack(context, outcome.value, { inputs, older });
    if (!parcel) return undefined;
    const [digest, { size: bytes }] = [await fileDigest(parcel.file), await stat(parcel.file)];
    return digest === undefined ? undefined : { ...parcel, digest, bytes };
  }

  /** Of what is here, what the registry has a parcel of, and not at the end of a long chain. */
  async #older(step: Step, label: string): Promise<WhatIsThere["older"]> {
    const all = await this.#store.tracesOfKind(step.kind.name);
    const likeliest = all.toSorted((a, b) => Number(b.label === label) - Number(a.label === label));
    for (const { key, outcome } of likeliest.slice(0, triedOlder)) {
      if (key === undefined || outcome.status !== "pass") continue;
      if (await this.#isShortChain(key)) return [{ key, value: outcome.value }];
    }
    return [];
  }

  async #isShortChain(key: Digest, length = 1): Promise<boolean> {
    const parcel = (await this.#reader.find(key))?.entry.parcel;
    if (!parcel || length >= longestChain) return false;
    return parcel.upon === undefined || this.#isShortChain(parcel.upon, length + 1);
  }

  #products(): CommandContext {
    return {
      path: (artifact) => this.#store.path(artifact),
      kept: (name) => this.#store.kept(name),
    };
  }
}
