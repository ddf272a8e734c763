// Entries into a registry, beside the run: files first, side by side, the manifest with the signed trace last. Whatever
// breaks off before leaves blobs that nothing names, and no half entry.

import type { KeyObject } from "node:crypto";
import { type Artifact, artifactsIn } from "../../model/artifact.ts";
import { digestOf } from "../../model/digest.ts";
import type { StoreEntry } from "../../model/record/store-entry.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { Store } from "../../engine/store.ts";
import {
  emptyConfig,
  type Manifest,
  manifestType,
  type OciRegistry,
} from "../../tools/oci-registry.ts";
import { RegistryFailure } from "../../tools/registry-failure.ts";
import type { EntryBlobs } from "./entry-blobs.ts";
import { entryAnnotation, sealedEntry } from "./sealed-entry.ts";

const entryType = "application/vnd.twinboot.trace.v1";
const envelopeType = "application/vnd.twinboot.trace.v1+dsse";

/** A request costs more than so many bytes twice in base64. */
const smallFile = 4096;
/** Registries take manifests of up to 4 MiB, and readers get them before they know whether they want them. */
const largestWithin = 2 ** 18;

export type PackedParcel = NonNullable<StoreEntry["parcel"]> & { readonly file: string };

export class EntryWriter {
  readonly #registry: OciRegistry;
  readonly #store: Store;
  readonly #blobs: EntryBlobs;
  readonly #key: KeyObject;

  constructor(
    registry: OciRegistry,
    { store, blobs, key }: { store: Store; blobs: EntryBlobs; key: KeyObject },
  ) {
    this.#registry = registry;
    [this.#store, this.#blobs, this.#key] = [store, blobs, key];
  }

  /** Throws RegistryFailure. What the registry collects as garbage meanwhile is sent once more. */
  async write(trace: Trace, packed?: PackedParcel): Promise<void> {
    const files = filesOf(trace);
    const entry = entryOf(trace, { packed, files: await this.#smallOf(files) });
    const envelope = sealedEntry(entry, this.#key);
    const large = files.filter(({ digest }) => entry.files?.[digest] === undefined);
    for (let times = 0; times < 2; times += 1) {
      const manifest = await this.#sent(envelope, { large, packed });
      if (await this.#registry.putManifest(trace.key ?? "", manifest)) return;
      this.#blobs.forget();
    }
    throw new RegistryFailure(
      "wrong",
      `${trace.label} cannot be pushed: the registry loses its files as they come`,
    );
  }

  async #smallOf(files: readonly Artifact[]): Promise<Record<string, string>> {
    const small = files.filter(({ bytes }) => bytes <= smallFile);
    const read = small.map(
      async (file) => [file.digest, (await this.#store.read(file)).toString("base64")] as const,
    );
    return Object.fromEntries(await Promise.all(read));
  }

  async #sent(
    envelope: string,
    { large, packed }: { large: readonly Artifact[]; packed: PackedParcel | undefined },
  ): Promise<Manifest> {
    const [about, ...layers] = await Promise.all([
      this.#envelope(envelope),
      ...large.map(async (file) => this.#blobs.upload(file)),
      ...(packed ? [this.#blobs.uploadFile(packed, packed.file)] : []),
    ]);
    const own = { schemaVersion: 2, mediaType: manifestType, artifactType: entryType } as const;
    return { ...own, ...about, layers };
  }

  /** In the manifest itself, or as a blob. */
  async #envelope(envelope: string): Promise<Pick<Manifest, "config" | "annotations">> {
    const bytes = Buffer.from(envelope);
    if (bytes.length <= largestWithin) {
      const { descriptor, content } = emptyConfig;
      const config = await this.#blobs.uploadBytes(descriptor, content);
      return { config, annotations: { [entryAnnotation]: envelope } };
    }
    const digest = `sha256:${digestOf(bytes)}`;
    const config = { mediaType: envelopeType, digest, size: bytes.length };
    return { config: await this.#blobs.uploadBytes(config, bytes) };
  }
}

function filesOf({ outcome }: Trace): Artifact[] {
  const files = artifactsIn("value" in outcome ? outcome.value : undefined);
  return [...new Map(files.map((file) => [file.digest, file])).values()];
}

function entryOf(
  trace: Trace,
  { packed, files }: { packed: PackedParcel | undefined; files: Record<string, string> },
): StoreEntry {
  const { digest, bytes, upon } = packed ?? {};
  return {
    schema: "twinboot/entry@1",
    trace: trace as StoreEntry["trace"],
    ...(Object.keys(files).length ? { files } : {}),
    ...(digest === undefined || bytes === undefined
      ? {}
      : { parcel: { digest, bytes, ...(upon === undefined ? {} : { upon }) } }),
  };
}
