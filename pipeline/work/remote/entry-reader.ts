// Entries out of a registry: of a signer that twinboot.yaml trusts, under the key that was asked for, with every byte.

import { arch } from "node:process";
import { type Artifact, artifactsIn } from "../../model/artifact.ts";
import type { Digest } from "../../model/digest.ts";
import type { StoreEntry } from "../../model/record/store-entry.ts";
import type { Trace } from "../../model/record/trace.ts";
import type { Manifest, OciRegistry } from "../../tools/oci-registry.ts";
import { RegistryFailure } from "../../tools/registry-failure.ts";
import type { EntryBlobs } from "./entry-blobs.ts";
import type { Mishaps } from "./mishaps.ts";
import { entryAnnotation, openedEntry, type TrustedKeys } from "./sealed-entry.ts";

export type Found = {
  readonly manifest: Manifest;
  readonly entry: StoreEntry;
  readonly signer: string;
};

/** As of the store's own JSON files. */
const largestEntry = 48 * 2 ** 20;

export class EntryReader {
  readonly #registry: OciRegistry;
  readonly #blobs: EntryBlobs;
  readonly #trusted: TrustedKeys;
  readonly #mishaps: Mishaps;

  constructor(
    registry: OciRegistry,
    { blobs, trusted, mishaps }: { blobs: EntryBlobs; trusted: TrustedKeys; mishaps: Mishaps },
  ) {
    this.#registry = registry;
    [this.#blobs, this.#trusted, this.#mishaps] = [blobs, trusted, mishaps];
  }

  /** The entry alone. Throws RegistryFailure where it does not hold; one that is not for us is none, and that is said. */
  async find(key: Digest): Promise<Found | undefined> {
    const manifest = await this.#registry.manifest(key);
    if (!manifest) return undefined;
    const opened = openedEntry(await this.#envelopeOf(key, manifest), this.#trusted);
    if ("wrong" in opened) {
      this.#mishaps.once(`entries of the remote store are not taken: one ${opened.wrong}`);
      return undefined;
    }
    const { trace } = opened.entry;
    // Signed once, it would stand under any other key, too.
    if (trace.key !== key) throw wrong(key, `its trace is of ${trace.key.slice(0, 12)}`);
    return trace.environment.architecture === arch ? { manifest, ...opened } : undefined;
  }

  async #envelopeOf(key: Digest, { annotations, config }: Manifest): Promise<string> {
    const within = annotations?.[entryAnnotation];
    if (within !== undefined) return within;
    const envelope = await this.#registry.blob(config, largestEntry);
    if (envelope) return envelope.toString();
    throw wrong(key, "the registry has lost its trace");
  }

  /** With its files in the store; those that are no part of the entry itself stay behind where they may be `late`. */
  async take(key: Digest, late: boolean): Promise<Found | undefined> {
    const found = await this.find(key);
    if (!found) return undefined;
    const { trace, files: within } = found.entry;
    const { outcome } = trace;
    const files = artifactsIn("value" in outcome ? outcome.value : undefined);
    const once = [...new Map(files.map((file) => [file.digest, file])).values()];
    const taken = once.filter(({ digest }) => !late || within?.[digest] !== undefined);
    await Promise.all(
      taken.map(async (file) => this.#blobs.take(found.manifest, file, within?.[file.digest])),
    );
    return found;
  }

  /** A file of it that stayed behind. False where the entry is there no more. */
  async takeFile(key: Digest, file: Artifact): Promise<boolean> {
    const found = await this.find(key);
    if (!found) return false;
    await this.#blobs.take(found.manifest, file, found.entry.files?.[file.digest]);
    return true;
  }
}

/** What the engine is given of it. */
export function traceOf({ entry: { trace }, signer }: Found, from: string): Trace {
  return { ...(trace as Trace), taken: { from, signer, run: trace.run } };
}

function wrong(key: Digest, why: string): RegistryFailure {
  return new RegistryFailure("wrong", `the entry ${key.slice(0, 12)} cannot be taken: ${why}`);
}
