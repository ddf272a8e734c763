// Digests name everything: products, steps, evidence. SHA-256 in lower-case hex.

import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, type Json } from "./json.ts";

export type Digest = string;

export const digestSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe("SHA-256 in lower-case hex");

/** SHA-256 of the bytes, or of the text as UTF-8. */
export function digestOf(content: string | Uint8Array): Digest {
  return createHash("sha256").update(content).digest("hex");
}

/** SHA-256 of a value's canonical JSON: equal values have equal digests. */
export function digestOfValue(value: Json): Digest {
  return digestOf(canonicalJson(value));
}
