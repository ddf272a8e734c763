// Signatures against a stranger's tool: openssl reads what we sign, as cosign verify-blob does.
// @module-tag process

import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { envelopeOf, readSigningKey, readVerifyingKey, signatureOf, statementIn } from "./dsse.ts";
import { mustRun } from "./shell.ts";

async function keyPair() {
  const folder = await temporaryFolder();
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const [own, shared] = [join(folder, "key"), join(folder, "key.pub")];
  await writeFile(own, privateKey.export({ type: "pkcs8", format: "pem" }));
  await writeFile(shared, publicKey.export({ type: "spki", format: "pem" }));
  return { folder, own, shared };
}

const statement = '{"_type":"https://in-toto.io/Statement/v1"}';

describe("a signature", () => {
  it("of a file is one that openssl verifies", async () => {
    const { folder, own, shared } = await keyPair();
    const sig = Buffer.from(signatureOf("bytes", readSigningKey(own)), "base64");
    await writeFile(join(folder, "sig"), sig);
    await writeFile(join(folder, "blob"), "bytes");
    const line = ["openssl", "dgst", "-sha256", "-verify", shared, "-signature", "sig", "blob"];
    expect(await mustRun(line, { cwd: folder })).toBe("Verified OK\n");
  });

  it("of an envelope gives its statement to whoever has the public key", async () => {
    const { own, shared } = await keyPair();
    const envelope = envelopeOf(statement, readSigningKey(own));
    expect(statementIn(envelope, readVerifyingKey(shared))).toBe(statement);
  });

  it("is none of another key, or of another statement", async () => {
    const [mine, theirs] = [await keyPair(), await keyPair()];
    const envelope = envelopeOf(statement, readSigningKey(mine.own));
    expect(statementIn(envelope, readVerifyingKey(theirs.shared))).toBeUndefined();
    const forged = JSON.stringify({
      ...JSON.parse(envelope),
      payload: Buffer.from("{}").toString("base64"),
    });
    expect(statementIn(forged, readVerifyingKey(mine.shared))).toBeUndefined();
    expect(statementIn("no envelope", readVerifyingKey(mine.shared))).toBeUndefined();
  });

  it("is not made by a file that is no key", async () => {
    const { folder } = await keyPair();
    await writeFile(join(folder, "text"), "no key");
    expect(() => readSigningKey(join(folder, "text"))).toThrow("is not a readable key");
  });
});
