// patches/<series>/quilt.yaml: what of a quilt folder has no place in mails, so that an export gives its bytes back.

import { parse, stringify } from "yaml";
import { z } from "zod";
import { UserError } from "../../model/errors.ts";

/** Text, or base64 if the bytes are not UTF-8. */
const bytes = z.union([z.string(), z.strictObject({ base64: z.base64() })]);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const patchSchema = z.strictObject({
  /** The file in patches/<series>/. */
  name: z.string(),
  /** Where it lay in the quilt folder. */
  path: z.string(),
  strip: z.int().min(0).max(1).default(1),
  /** What stood before the diff, and the digest of what now does: a message that was edited since is exported as it is. */
  head: z.strictObject({ was: bytes, digest }).optional(),
  /** The files' headers and what followed the last hunk, and the digest of the diff that now stands for them. */
  diff: z
    .strictObject({
      /** Absent where they are the patch's own. */
      headers: z.array(bytes).optional(),
      tail: bytes,
      /** The last line had no end. */
      cut: z.boolean().default(false),
      digest,
    })
    .optional(),
});

const sidecarSchema = z.strictObject({
  /** The file `series`, as long as it names the same patches in the same order. */
  series: bytes,
  patches: z.array(patchSchema),
});

export type QuiltPatch = z.infer<typeof patchSchema>;
export type QuiltSidecar = z.infer<typeof sidecarSchema>;

const explanation =
  "# How the quilt folder was that this series came from: `./twinboot export` gives its bytes back.\n";

export function renderSidecar(sidecar: QuiltSidecar): string {
  return explanation + stringify(sidecar, { lineWidth: 0 });
}

/** Throws UserError if it is not a sidecar. */
export function parseSidecar(text: string, shown: string): QuiltSidecar {
  try {
    return sidecarSchema.parse(parse(text));
  } catch (cause) {
    throw new UserError(
      `${shown}: it was not written by an import`,
      `remove ${shown}: what it records is then lost`,
      { cause },
    );
  }
}

/** @param text bytes as latin1 characters */
export function kept(text: string): z.infer<typeof bytes> {
  const buffer = Buffer.from(text, "latin1");
  const decoded = buffer.toString();
  return Buffer.from(decoded).equals(buffer) ? decoded : { base64: buffer.toString("base64") };
}

export function given(value: z.infer<typeof bytes>): string {
  const buffer =
    typeof value === "string" ? Buffer.from(value) : Buffer.from(value.base64, "base64");
  return buffer.toString("latin1");
}
