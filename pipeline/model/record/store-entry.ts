// What machines hand each other under a step's key: the trace, signed as a whole, with the digests of all that belongs to it.

import { z } from "zod";
import { digestSchema } from "../digest.ts";
import { environmentSchema, storedTraceSchema } from "./trace.ts";

/** The files of the value are named in it by their digests. */
export const storeEntrySchema = z.strictObject({
  schema: z.literal("twinboot/entry@1"),
  trace: storedTraceSchema
    .required({ environment: true })
    .extend({ environment: environmentSchema }),
  /** Digest -> bytes of small files of the value, in base64: they need no request of their own. */
  files: z.record(digestSchema, z.base64()).optional(),
  parcel: z
    .strictObject({
      digest: digestSchema,
      bytes: z.number().int().nonnegative(),
      /** Key of the entry whose parcel is unpacked before this one. */
      upon: digestSchema.optional(),
    })
    .optional()
    .describe("the product outside of the store's files"),
});

export type StoreEntry = z.infer<typeof storeEntrySchema>;
