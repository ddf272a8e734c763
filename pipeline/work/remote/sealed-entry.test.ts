// Entries in their envelopes: whoever signed them is known, or they are not opened.

import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { pass } from "../../model/judge/outcome.ts";
import type { StoreEntry } from "../../model/record/store-entry.ts";
import { environment } from "../../test/remote-environment.ts";
import { envelopeOf } from "../../tools/dsse.ts";
import { openedEntry, sealedEntry } from "./sealed-entry.ts";

const [ours, theirs] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
const trusted = new Map([
  [
    "other",
    createPublicKey(
      generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }),
    ),
  ],
  ["nightly", ours.publicKey],
]);

const entry: StoreEntry = {
  schema: "twinboot/entry@1",
  trace: {
    step: "ab".repeat(32),
    kind: "kind",
    label: "kind x",
    key: "cd".repeat(32),
    outcome: pass({ a: 1 }) as StoreEntry["trace"]["outcome"],
    startedAt: "2026-11-21T00:00:00.000Z",
    durationMs: 1,
    run: 1,
    environment,
  },
};

test("an entry comes out as it was put in, with the name of the key that signed it", () => {
  const opened = openedEntry(sealedEntry(entry, ours.privateKey), trusted);
  expect(opened).toEqual({ entry, signer: "nightly" });
});

test("a signature of a key that is not trusted is none", () => {
  const opened = openedEntry(sealedEntry(entry, theirs.privateKey), trusted);
  expect(opened).toEqual({ wrong: "is signed by none of the keys of twinboot.yaml" });
});

test("a word that was changed breaks the signature", () => {
  const envelope = JSON.parse(sealedEntry(entry, ours.privateKey)) as { payload: string };
  const text = Buffer.from(envelope.payload, "base64").toString().replace('"a":1', '"a":2');
  const changed = { ...envelope, payload: Buffer.from(text).toString("base64") };
  expect(openedEntry(JSON.stringify(changed), trusted)).toHaveProperty("wrong");
});

test("what the key signed as something else is no entry", () => {
  const statement = envelopeOf(JSON.stringify(entry), ours.privateKey);
  expect(openedEntry(statement, trusted)).toHaveProperty("wrong");
});

test.each([
  ["without its machine", { ...entry, trace: { ...entry.trace, environment: undefined } }],
  [
    "of a step that did not end",
    { ...entry, trace: { ...entry.trace, outcome: { status: "error", message: "", hint: "" } } },
  ],
  ["of a later schema", { ...entry, schema: "twinboot/entry@2" }],
])("an entry %s is not taken, though it is signed", (_, wrong) => {
  const sealed = sealedEntry(wrong as unknown as StoreEntry, ours.privateKey);
  expect(openedEntry(sealed, trusted)).toEqual({
    wrong: expect.stringContaining("not of its kind"),
  });
});

test.each(["", "{}", "null", "x".repeat(1000)])("%j is no envelope", (text) => {
  expect(openedEntry(text, trusted)).toHaveProperty("wrong");
});
