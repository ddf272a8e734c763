// The files of an entry as blobs: under the digest that they have, or, where zstd makes them smaller, under that of the
// smaller one, which then says what is in it.

import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { type Digest, digestOf } from "../../model/digest.ts";
import type { Store } from "../../engine/store.ts";
import type { Descriptor, Manifest, OciRegistry } from "../../tools/oci-registry.ts";
import { RegistryFailure } from "../../tools/registry-failure.ts";
import { removeFolder } from "../../tools/files/remove-folder.ts";
import { compressTo, decompressTo } from "../../tools/zstd-file.ts";

const plain = "application/vnd.twinboot.file.v1";
const compressed = "application/vnd.twinboot.file.v1+zstd";
const contentDigest = "org.twinboot.content.sha256";

/** Smaller files cost a request, whatever their size. */
const largeBytes = 2 ** 20;
/** What does not become smaller than this part of it is compressed already. */
const worthwhile = 0.9;

export class EntryBlobs {
  readonly #registry: OciRegistry;
  readonly #store: Store;
  /** Content -> the blob that was uploaded for it: many entries name one kernel. */
  readonly #uploaded = new Map<string, Promise<Descriptor>>();

  constructor(registry: OciRegistry, store: Store) {
    [this.#registry, this.#store] = [registry, store];
  }

  /** Uploads a file of the store where the registry lacks it. Throws RegistryFailure. */
  async upload(artifact: Artifact): Promise<Descriptor> {
    return this.uploadFile(artifact, this.#store.path(artifact));
  }

  async uploadFile(content: Pick<Artifact, "digest" | "bytes">, path: string): Promise<Descriptor> {
    return this.#once(content.digest, async () => this.#upload(content, path));
  }

  async uploadBytes(descriptor: Descriptor, bytes: Buffer): Promise<Descriptor> {
    return this.#once(descriptor.digest, async () => {
      await this.#registry.upload(descriptor, bytes);
      return descriptor;
    });
  }

  async #once(name: string, upload: () => Promise<Descriptor>): Promise<Descriptor> {
    const uploading = this.#uploaded.get(name) ?? upload();
    this.#uploaded.set(name, uploading);
    // The next entry that names it tries again.
    uploading.catch(() => this.#uploaded.delete(name));
    return uploading;
  }

  /** The registry has lost blobs that it had: nothing counts as uploaded any more. */
  forget(): void {
    this.#uploaded.clear();
  }

  /** Into the store, held against the digest. Throws RegistryFailure where the manifest or the registry lacks it. */
  async take(manifest: Manifest, artifact: Artifact, within?: string): Promise<void> {
    if (await this.#store.has(artifact)) return;
    if (within !== undefined) return this.#keepWithin(within, artifact);
    await this.downloaded(manifest, artifact, async (file) => this.#store.take(file, artifact));
  }

  /** What came in the entry itself. */
  async #keepWithin(base64: string, { name, digest, bytes }: Artifact): Promise<void> {
    const content = Buffer.from(base64, "base64");
    if (content.length !== bytes || digestOf(content) !== digest)
      throw wrong(digest, "its bytes are others");
    await this.#store.keepBytes(content, name);
  }

  /** The same as a file for as long as `use` takes. */
  async downloaded(
    manifest: Manifest,
    content: Pick<Artifact, "digest" | "bytes">,
    use: (file: string) => Promise<void>,
  ): Promise<void> {
    const layer = manifest.layers.find((one) => contentOf(one) === content.digest);
    if (!layer) throw wrong(content.digest, "the manifest does not name it");
    const folder = await this.#store.work();
    try {
      await use(await this.#fetched(layer, content, folder));
    } finally {
      await removeFolder(folder);
    }
  }

  async #fetched(
    layer: Descriptor,
    { digest, bytes }: Pick<Artifact, "digest" | "bytes">,
    folder: string,
  ): Promise<string> {
    const isPlain = layer.mediaType !== compressed;
    const file = join(folder, "blob");
    // Not more than was asked for, whatever the registry would send.
    if (layer.size > bytes || (isPlain && layer.size < bytes))
      throw wrong(digest, "it has another size");
    if (!(await this.#registry.download(layer, file)))
      throw wrong(digest, "the registry has lost it");
    if (isPlain) return file;
    const whole = join(folder, "content");
    const got = await decompressTo(file, whole, bytes).catch((cause: unknown) => {
      throw wrong(digest, `it cannot be read: ${(cause as Error).message}`);
    });
    if (got.digest === digest && got.bytes === bytes) return whole;
    throw wrong(digest, "its bytes are others");
  }

  async #upload(content: Pick<Artifact, "digest" | "bytes">, path: string): Promise<Descriptor> {
    const folder = await this.#store.work();
    try {
      const smaller = await smallerFile(content.bytes, path, join(folder, "zstd"));
      const descriptor: Descriptor = smaller
        ? described(compressed, smaller.digest, smaller.bytes, content.digest)
        : described(plain, content.digest, content.bytes);
      await this.#registry.upload(descriptor, smaller ? join(folder, "zstd") : path);
      return descriptor;
    } finally {
      await removeFolder(folder);
    }
  }
}

async function smallerFile(bytes: number, path: string, to: string) {
  if (bytes < largeBytes) return undefined;
  const made = await compressTo(path, to);
  return made.bytes < bytes * worthwhile ? made : undefined;
}

function described(mediaType: string, digest: Digest, size: number, content?: Digest): Descriptor {
  const annotations = content === undefined ? {} : { annotations: { [contentDigest]: content } };
  return { mediaType, digest: `sha256:${digest}`, size, ...annotations };
}

function contentOf({ mediaType, digest, annotations }: Descriptor): Digest | undefined {
  return mediaType === compressed ? annotations?.[contentDigest] : digest.slice("sha256:".length);
}

function wrong(digest: Digest, why: string): RegistryFailure {
  return new RegistryFailure("wrong", `the file ${digest.slice(0, 12)} cannot be taken: ${why}`);
}
