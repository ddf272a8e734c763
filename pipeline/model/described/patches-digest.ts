// The identity of a series as evidence sees it: its patches, in order, to the byte.

import { type Digest, digestOfValue } from "../digest.ts";
import type { PatchFile } from "./series.ts";

/** Names are left out: a renamed file with the same bytes is the same patch. */
export function patchesDigest(patches: readonly Pick<PatchFile, "digest">[]): Digest {
  return digestOfValue(patches.map(({ digest }) => digest));
}
