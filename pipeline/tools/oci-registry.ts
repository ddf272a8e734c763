// The one door to OCI registries: the few calls of the distribution spec that a store needs, over fetch. npm has no
// client that is kept up and pushes to any registry. https://github.com/opencontainers/distribution-spec

import { createHash } from "node:crypto";
import { createWriteStream, openAsBlob } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { digestOf } from "../model/digest.ts";
import type { OciAddress } from "./oci-address.ts";
import { type Patience, RegistryTalk } from "./registry-talk.ts";
import { RegistryFailure } from "./registry-failure.ts";
import type { Credentials } from "./registry-login.ts";

export const manifestType = "application/vnd.oci.image.manifest.v1+json";

const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number().int().nonnegative(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.literal(manifestType).default(manifestType),
  artifactType: z.string().optional(),
  config: descriptorSchema,
  layers: z.array(descriptorSchema).max(10_000),
  annotations: z.record(z.string(), z.string()).optional(),
});

export type Descriptor = z.infer<typeof descriptorSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** The config of what has none: image spec, "Guidance for an Empty Descriptor". */
export const emptyConfig = {
  content: Buffer.from("{}"),
  descriptor: {
    mediaType: "application/vnd.oci.empty.v1+json",
    digest: `sha256:${digestOf("{}")}`,
    size: 2,
  },
} as const;

/** To ask whether a smaller blob is there costs more than it saves. */
const worthAsking = 2 ** 16;

/** As the spec bounds it for registries. */
const largestManifest = 4 * 2 ** 20;

type Options = {
  readonly credentials?: Credentials | undefined;
  readonly signal: AbortSignal;
  /** Waits and second tries are said. */
  readonly say: (words: string) => void;
  readonly patience?: Partial<Patience>;
};

/** Every method throws RegistryFailure. */
export class OciRegistry {
  readonly #address: OciAddress;
  readonly #talk: RegistryTalk;

  constructor(address: OciAddress, options: Options) {
    this.#address = address;
    this.#talk = new RegistryTalk(address, options);
  }

  /** Whether it answers, and lets us do what `rights` names in this repository. */
  async reach(rights: "pull" | "pull,push"): Promise<void> {
    if (rights === "pull")
      await this.#talk.ask("GET", this.#path("tags/list?n=1"), { also: [404] });
    else {
      const { location } = await this.#beginUpload();
      await this.#talk.ask("DELETE", location, { rights, also: [404, 405] });
    }
  }

  /** The manifest under a tag, held against the digest that the registry says it has; undefined where there is none. */
  async manifest(tag: string): Promise<Manifest | undefined> {
    const headers = { accept: manifestType };
    const { response, body } = await this.#talk.read(
      this.#path(`manifests/${tag}`),
      largestManifest,
      { headers, also: [404] },
    );
    if (response.status === 404) return undefined;
    const said = response.headers.get("docker-content-digest");
    if (said !== null && said !== `sha256:${digestOf(body)}`)
      throw this.#wrong(`manifest ${tag}`, "its bytes are others");
    const manifest = manifestSchema.safeParse(jsonOf(body));
    if (manifest.success) return manifest.data;
    throw this.#wrong(`manifest ${tag}`, "it is none that we know");
  }

  /** The bytes of a small blob, held against its digest; undefined where the registry has lost it. */
  async blob({ digest, size }: Descriptor, limit: number): Promise<Buffer | undefined> {
    if (size > limit) throw this.#wrong(digest, `it has ${size} bytes`);
    const { response, body } = await this.#talk.read(this.#path(`blobs/${digest}`), size, {
      also: [404],
    });
    if (response.status === 404) return undefined;
    if (`sha256:${digestOf(body)}` !== digest) throw this.#wrong(digest, "its bytes are others");
    return body;
  }

  /** The same into a file. False where the registry has lost it. */
  async download(descriptor: Descriptor, file: string): Promise<boolean> {
    const what = `the download of ${descriptor.digest.slice(0, 19)}`;
    return this.#talk.again(what, async () => this.#download(descriptor, file));
  }

  async #download({ digest, size }: Descriptor, file: string): Promise<boolean> {
    const response = await this.#talk.ask("GET", this.#path(`blobs/${digest}`), { also: [404] });
    if (response.status === 404) {
      await response.body?.cancel();
      return false;
    }
    const hash = createHash("sha256");
    let bytes = 0;
    await this.#talk.stream(response, async (chunks) =>
      pipeline(
        Readable.from(counted(chunks, size)),
        async function* hashed(parts: AsyncIterable<Uint8Array>) {
          for await (const part of parts) {
            hash.update(part);
            bytes += part.length;
            yield part;
          }
        },
        createWriteStream(file),
      ),
    );
    if (bytes === size && `sha256:${hash.digest("hex")}` === digest) return true;
    throw this.#wrong(digest, bytes < size ? "it is cut off" : "its bytes are others");
  }

  async has({ digest }: Pick<Descriptor, "digest">): Promise<boolean> {
    const path = this.#path(`blobs/${digest}`);
    const response = await this.#talk.ask("HEAD", path, { rights: "pull,push", also: [404] });
    return response.ok;
  }

  /** A blob, whole or not at all: the registry holds it against its digest. A large one only where it is not there. */
  async upload(
    { digest, size }: Pick<Descriptor, "digest" | "size">,
    from: string | Buffer,
  ): Promise<void> {
    if (size >= worthAsking && (await this.has({ digest }))) return;
    await this.#talk.again(`the upload of ${digest.slice(0, 19)}`, async () => {
      const { location } = await this.#beginUpload();
      const url = new URL(location);
      url.searchParams.set("digest", digest);
      const body =
        typeof from === "string" ? await openAsBlob(from) : new Blob([new Uint8Array(from)]);
      const headers = { "content-type": "application/octet-stream" };
      await this.#talk.ask("PUT", url.href, { rights: "pull,push", headers, body, bytes: size });
    });
  }

  /** Last of all: what it names is there. False where the registry has lost some of it since. */
  async putManifest(tag: string, manifest: Manifest): Promise<boolean> {
    const body = JSON.stringify(manifest);
    const headers = { "content-type": manifestType };
    const response = await this.#talk.ask("PUT", this.#path(`manifests/${tag}`), {
      rights: "pull,push",
      headers,
      body,
      also: [400, 404],
    });
    if (response.ok) return true;
    const said = (await response.text()).slice(0, 300);
    if (/BLOB_UNKNOWN/.test(said)) return false;
    throw this.#wrong(
      `manifest ${tag}`,
      `the registry does not take it: ${said.replaceAll(/\s+/g, " ")}`,
    );
  }

  async #beginUpload(): Promise<{ location: string }> {
    const response = await this.#talk.ask("POST", this.#path("blobs/uploads/"), {
      rights: "pull,push",
    });
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (location === null) throw this.#wrong("an upload", "the registry names no place for it");
    return { location: new URL(location, this.#address.origin).href };
  }

  #path(rest: string): string {
    const { origin, repository } = this.#address;
    return `${origin}/v2/${repository}/${rest}`;
  }

  #wrong(what: string, why: string): RegistryFailure {
    return new RegistryFailure("wrong", `${what} of ${this.#address.shown} does not hold: ${why}`);
  }
}

/** No more than was announced: whoever sends for ever is stopped. */
async function* counted(chunks: AsyncIterable<Uint8Array>, most: number) {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
    if (bytes > most) return;
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // The schema says that it is none.
    return undefined;
  }
}
