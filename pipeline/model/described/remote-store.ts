// `store` of twinboot.yaml: a registry that machines share their store through. No credential is ever written there.

import { z } from "zod";

/** Registry, then the repository's path, as the distribution spec has them; `localhost:5000` is one, too. */
const address =
  /^oci:\/\/(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)+$/i;

export const remoteAddressSchema = z
  .string()
  .max(512)
  .regex(address, "must be oci://registry/repository, without a user, a tag or a digest");

const publicKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{59}=$/, "must be an Ed25519 public key: 60 characters of base64")
  .describe("openssl pkey -in KEY -pubout -outform DER | base64");

export const remoteStoreSchema = z.strictObject({
  /** TWINBOOT_REMOTE stands before it. */
  remote: remoteAddressSchema.optional(),
  /** `trusted`: what the trusted branch makes is pushed, by those who hold a key. */
  push: z.enum(["never", "trusted"]).default("never"),
  /** Whose entries are taken: name -> key. None: nothing is. */
  keys: z.record(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/), publicKey).default({}),
});

export type RemoteStoreSettings = z.infer<typeof remoteStoreSchema>;
