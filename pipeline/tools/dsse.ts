// Signatures as cosign makes and verifies them: ECDSA or Ed25519 by a key pair in PEM files; DSSE for statements.
// https://github.com/secure-systems-lab/dsse/blob/master/protocol.md

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { digestOf } from "../model/digest.ts";
import { UserError } from "../model/errors.ts";

const inTotoType = "application/vnd.in-toto+json";

const envelopeSchema = z.object({
  payloadType: z.string(),
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string().default(""), sig: z.base64() })).min(1),
});

/** Throws UserError where the file is no key that signs: cosign's own files are encrypted, and need their password. */
export function readSigningKey(path: string): KeyObject {
  return readKey(
    path,
    createPrivateKey,
    "make one with: openssl ecparam -name prime256v1 -genkey -noout -out FILE",
  );
}

/** Throws UserError where the file is no public key. */
export function readVerifyingKey(path: string): KeyObject {
  return readKey(path, createPublicKey, "make one with: openssl pkey -in KEY -pubout -out FILE");
}

function readKey(path: string, read: (pem: string) => KeyObject, next: string): KeyObject {
  try {
    const key = read(readFileSync(path, "utf8"));
    if (key.asymmetricKeyType === "ec" || key.asymmetricKeyType === "ed25519") return key;
  } catch (cause) {
    throw new UserError(`${path} is not a readable key`, next, { cause });
  }
  throw new UserError(`${path} is not an ECDSA or Ed25519 key`, next);
}

/** Base64, as `cosign verify-blob --signature` takes it. */
export function signatureOf(bytes: string | Buffer, key: KeyObject): string {
  return sign(hashFor(key), Buffer.from(bytes), key).toString("base64");
}

export function isSignedBy(bytes: string | Buffer, signature: string, key: KeyObject): boolean {
  return verify(hashFor(key), Buffer.from(bytes), key, Buffer.from(signature, "base64"));
}

/** The statement in its envelope, signed. `type`: what it is, which is signed too. */
export function envelopeOf(statement: string, key: KeyObject, type = inTotoType): string {
  const sig = signatureOf(preAuthentication(statement, type), key);
  const payload = Buffer.from(statement).toString("base64");
  const signatures = [{ keyid: keyIdOf(key), sig }];
  return `${JSON.stringify({ payloadType: type, payload, signatures })}\n`;
}

/** The statement of that type, where the envelope is signed by the key; undefined where it is not, or is none. */
export function statementIn(
  envelope: string,
  key: KeyObject,
  type = inTotoType,
): string | undefined {
  const found = envelopeSchema.safeParse(jsonOf(envelope));
  if (!found.success || found.data.payloadType !== type) return undefined;
  const statement = Buffer.from(found.data.payload, "base64").toString();
  const signed = preAuthentication(statement, type);
  return found.data.signatures.some(({ sig }) => isSignedBy(signed, sig, key))
    ? statement
    : undefined;
}

/** What is signed: type and payload, each behind its length. */
function preAuthentication(payload: string, type: string): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${bytes.length} `), bytes]);
}

/** Ed25519 hashes by itself. */
function hashFor(key: KeyObject): string | null {
  return key.asymmetricKeyType === "ed25519" ? null : "sha256";
}

function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return digestOf(publicKey.export({ type: "spki", format: "der" }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema says that it is none.
    return undefined;
  }
}
