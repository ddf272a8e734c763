// A file in the store, as values speak of it: by digest, never by path.

import { z } from "zod";
import { digestSchema } from "./digest.ts";
import type { Json } from "./json.ts";

/** Strict, because other values can have such keys by chance (facts of a guest or of an imported result). */
export const artifactSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^(?!\.{1,2}$)[^/\p{Cc}]{1,255}$/u)
      .describe("what the file is called"),
    digest: digestSchema.describe("SHA-256: the file's name in the store"),
    bytes: z.number().int().nonnegative(),
  })
  .describe("a file in the store")
  .readonly();

/** `name`: what the file is called when it is handed to a person or a tool: `bzImage`, `console.log`. */
export type Artifact = z.infer<typeof artifactSchema>;

/** Every artifact that the value of a step speaks of, however deep. */
export function artifactsIn(value: Json | undefined): Artifact[] {
  if (value === null || typeof value !== "object") return [];
  if (isArtifact(value)) return [value];
  return Object.values(value).flatMap((member: Json | undefined) => artifactsIn(member));
}

function isArtifact(value: object): value is Artifact {
  return "digest" in value && "bytes" in value && artifactSchema.safeParse(value).success;
}
