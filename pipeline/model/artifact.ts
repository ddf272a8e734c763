// A file in the store, as values speak of it: by digest, never by path.

import type { Digest } from "./digest.ts";
import type { Json } from "./json.ts";

export type Artifact = {
  /** What the file is called when it is handed to a person or a tool: `bzImage`, `console.log`. */
  readonly name: string;
  readonly digest: Digest;
  readonly bytes: number;
};

/** Every artifact that a value speaks of, however deep. */
export function artifactsIn(value: Json | undefined): Artifact[] {
  if (value === null || typeof value !== "object") return [];
  if (isArtifact(value)) return [value];
  return Object.values(value).flatMap((member: Json | undefined) => artifactsIn(member));
}

function isArtifact(value: object): value is Artifact {
  return "digest" in value && "bytes" in value && "name" in value;
}
