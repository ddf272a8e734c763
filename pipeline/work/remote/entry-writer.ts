// Entries into a registry, beside the run: files first, then the signed trace, the manifest last. Whatever breaks off
// before leaves blobs that nothing names, and no half entry.

import type { KeyObject } from "node:crypto";
import { artifactsIn } from "../../model/artifact.ts";
import { digestOf } from "../../model/digest.ts";
import type { StoreEntry } from "../../model/record/store-entry.ts";
import type { Trace } from "../../model/record/trace.ts";
import {
  type Descriptor,
  type Manifest,
  manifestType,
  type OciRegistry,
} from "../../tools/oci-registry.ts";
import { RegistryFailure } from "../../tools/registry-failure.ts";
import type { EntryBlobs } from "./entry-blobs.ts";
import { sealedEntry } from "./sealed-entry.ts";

const entryType = "application/vnd.twinboot.trace.v1";
const envelopeType = "application/vnd.twinboot.trace.v1+dsse";

export type PackedParcel = NonNullable<StoreEntry["parcel"]> & { readonly file: string };

export class EntryWriter {
  readonly #registry: OciRegistry;
  readonly #blobs: EntryBlobs;
  readonly #key: KeyObject;

  constructor(registry: OciRegistry, blobs: EntryBlobs, key: KeyObject) {
    [this.#registry, this.#blobs, this.#key] = [registry, blobs, key];
  }

  /** Throws RegistryFailure. What the registry collects as garbage meanwhile is sent once more. */
  async write(trace: Trace, packed?: PackedParcel): Promise<void> {
    for (let times = 0; times < 2; times += 1) {
      const manifest = await this.#blobsOf(trace, packed);
      if (await this.#registry.putManifest(trace.key ?? "", manifest)) return;
      this.#blobs.forget();
    }
    throw new RegistryFailure(
      "wrong",
      `${trace.label} cannot be pushed: the registry loses its files as they come`,
    );
  }

  async #blobsOf(trace: Trace, packed: PackedParcel | undefined): Promise<Manifest> {
    const layers: Descriptor[] = [];
    for (const file of filesOf(trace)) layers.push(await this.#blobs.upload(file));
    if (packed) layers.push(await this.#blobs.uploadFile(packed, packed.file));
    const envelope = Buffer.from(sealedEntry(entryOf(trace, packed), this.#key));
    const config = {
      mediaType: envelopeType,
      digest: `sha256:${digestOf(envelope)}`,
      size: envelope.length,
    };
    await this.#registry.upload(config, envelope);
    return { schemaVersion: 2, mediaType: manifestType, artifactType: entryType, config, layers };
  }
}

function filesOf({ outcome }: Trace) {
  const files = artifactsIn("value" in outcome ? outcome.value : undefined);
  return [...new Map(files.map((file) => [file.digest, file])).values()];
}

function entryOf(trace: Trace, packed: PackedParcel | undefined): StoreEntry {
  const { digest, bytes, upon } = packed ?? {};
  return {
    schema: "twinboot/entry@1",
    trace: trace as StoreEntry["trace"],
    ...(digest === undefined || bytes === undefined
      ? {}
      : { parcel: { digest, bytes, ...(upon === undefined ? {} : { upon }) } }),
  };
}
