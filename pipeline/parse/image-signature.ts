// A kernel image is a PE file; a signature that Secure Boot checks (Authenticode) has the digest of what was signed. Who
// signed is not looked at: a digest of other bytes says that these were changed.

import { createHash } from "node:crypto";

/** In DER: a DigestInfo of SHA-256, before its 32 bytes. */
const sha256Info = Buffer.from("3031300d060960864801650304020105000420", "hex");
/** Of the optional header: PE32+ has larger addresses. */
const checksumAt = 64;
const directoriesAt = new Map([
  [0x10b, 96],
  [0x20b, 112],
]);
/** The fifth directory says where signatures are: an offset into the file, and their size. */
const signaturesAt = 4 * 8;

/** Undefined where the image has no signature of this form. */
export function signatureHolds(image: Buffer): boolean | undefined {
  const found = signatureIn(image);
  if (!found) return undefined;
  const { checksum, directory, begin } = found;
  const at = image.indexOf(sha256Info, begin);
  if (at < 0) return undefined;
  const from = at + sha256Info.length;
  const signed = createHash("sha256")
    .update(image.subarray(0, checksum))
    .update(image.subarray(checksum + 4, directory))
    .update(image.subarray(directory + 8, begin));
  return signed.digest("hex") === image.toString("hex", from, from + 32);
}

/** Offsets of what a signature cannot cover: the checksum, where it is said to stand, and itself. */
function signatureIn(image: Buffer) {
  if (image.length < 0x40 || image.toString("latin1", 0, 2) !== "MZ") return undefined;
  const header = image.readUInt32LE(0x3c);
  if (image.toString("latin1", header, header + 4) !== "PE\0\0") return undefined;
  const optional = header + 24;
  if (optional + 256 > image.length) return undefined;
  const directories = directoriesAt.get(image.readUInt16LE(optional));
  if (directories === undefined) return undefined;
  const directory = optional + directories + signaturesAt;
  const begin = image.readUInt32LE(directory);
  if (begin < directory + 8 || begin >= image.length) return undefined;
  return { checksum: optional + checksumAt, directory, begin };
}
