// A stored patch with trailers that it earned, and without those that it lost.

import { type Trailer, withoutTrailer, withTrailer } from "../../parse/mail/trailers.ts";
import type { StoredPatch } from "../stored/stored-patch.ts";

export type TrailerChange = {
  readonly add: readonly Trailer[];
  readonly drop: readonly { readonly trailer: Trailer; readonly why: string }[];
};

/** What is dropped is said behind `---`, as Documentation/process/submitting-patches.rst asks. */
export function traileredPatch(patch: StoredPatch, { add, drop }: TrailerChange): StoredPatch {
  const start = Buffer.from(patch.body, "latin1").toString();
  const less = drop.reduce((body, { trailer }) => withoutTrailer(body, trailer), start);
  const body = add.reduce((text, trailer) => withTrailer(text, trailer), less);
  const said = drop.map(({ trailer, why }) => `Dropped ${trailer.line}: ${why}.\n`).join("");
  return {
    ...patch,
    body: bytesOf(body),
    notes: said ? `${bytesOf(said)}\n${patch.notes}` : patch.notes,
  };
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}
