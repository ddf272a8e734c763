// The folder of a certificate, with all that its words can be derived from again.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Artifact, artifactsIn } from "../../model/artifact.ts";
import { evidenceText } from "../../model/certify/certificate-evidence.ts";
import {
  certificationDocuments,
  certificationFile,
  envelopeFile,
  signatureFile,
  statementFile,
} from "../../report/certify/documents.ts";
import { envelopeOf, readSigningKey, signatureOf } from "../../tools/dsse.ts";
import type { CertifiedKernel } from "./certify-kernel.ts";

export const evidenceFile = "evidence.json";
/** Files by their digests: consoles, registers, the configuration. */
export const consolesFolder = "evidence";
/** The certificate of the kernel that this one was compared with. */
export const previousFolder = "previous";

type Writing = {
  /** A private key in a PEM file; without it nothing is signed. */
  readonly key?: string | undefined;
  readonly read: (file: Artifact) => Promise<Buffer>;
};

export async function writeCertificate(
  folder: string,
  { found, evidence, previous }: CertifiedKernel,
  { key, read }: Writing,
): Promise<void> {
  const signing = key === undefined ? undefined : readSigningKey(key);
  const consoles = join(folder, consolesFolder);
  await mkdir(consoles, { recursive: true });
  const documents = new Map(certificationDocuments(found));
  for (const [name, content] of documents) await writeFile(join(folder, name), content);
  await writeFile(join(folder, evidenceFile), evidenceText(evidence));
  for (const file of [found.kernel.config, ...artifactsIn(evidence)])
    await writeFile(join(consoles, file.digest), await read(file));
  if (previous) await writeCertificate(join(folder, previousFolder), previous, { key, read });
  if (!signing) return;
  const statement = documents.get(statementFile) ?? "";
  const certification = documents.get(certificationFile) ?? "";
  await writeFile(join(folder, envelopeFile), envelopeOf(statement, signing));
  await writeFile(join(folder, signatureFile), signatureOf(certification, signing));
}
