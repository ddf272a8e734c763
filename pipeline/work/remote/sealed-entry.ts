// A trace as machines hand it on: in an envelope, signed by the key of whoever made it.

import type { KeyObject } from "node:crypto";
import { checked } from "../../engine/sealed-json.ts";
import { type StoreEntry, storeEntrySchema } from "../../model/record/store-entry.ts";
import { envelopeOf, statementIn } from "../../tools/dsse.ts";

/** Signed with it: an envelope of another kind is none of ours. */
const entryType = "application/vnd.twinboot.entry.v1+json";

/** Of a manifest: the envelope, where it is no blob of its own. */
export const entryAnnotation = "org.twinboot.entry";

/** Name in twinboot.yaml -> public key. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

export function sealedEntry(entry: StoreEntry, key: KeyObject): string {
  return envelopeOf(JSON.stringify(entry), key, entryType);
}

/** `wrong`: why it is not taken, as the end of a sentence about it. */
export type OpenedEntry =
  | { readonly entry: StoreEntry; readonly signer: string }
  | { readonly wrong: string };

/** Nothing in the envelope is looked at before the signature holds. */
export function openedEntry(envelope: string, trusted: TrustedKeys): OpenedEntry {
  for (const [signer, key] of trusted) {
    const statement = statementIn(envelope, key, entryType);
    if (statement === undefined) continue;
    const { value, wrong = "is empty" } = checked(statement, storeEntrySchema);
    return value ? { entry: value, signer } : { wrong };
  }
  return { wrong: "is signed by none of the keys of twinboot.yaml" };
}
