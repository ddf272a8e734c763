// The folder of a certificate: written by certify, and verified (with a key, if given) by verify-report.

import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { checked, readPlain } from "../../engine/sealed-json.ts";
import type { Artifact } from "../../model/artifact.ts";
import { comparedTo } from "../../model/certify/against.ts";
import { certificateEvidenceSchema } from "../../model/certify/certificate-evidence.ts";
import { type Certification, certificationSchema } from "../../model/certify/certification.ts";
import { wordInAll } from "../../model/certify/certified.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { digestOf } from "../../model/digest.ts";
import { configValues } from "../../parse/source/kconfig.ts";
import { derivedComplaints } from "../../plan/certify/derived-again.ts";
import {
  certificationDocuments,
  certificationFile,
  envelopeFile,
  signatureFile,
  statementFile,
} from "../../report/certify/documents.ts";
import { isSignedBy, readVerifyingKey, statementIn } from "../../tools/dsse.ts";
import { consolesFolder, evidenceFile, previousFolder } from "./write-certificate.ts";

const largestFile = 64 * 2 ** 20;

export type Verifying = {
  /** The public key; without it signatures are not looked at. */
  readonly key?: string | undefined;
  readonly descriptions: Descriptions;
  /** Of the store, for what does not lie beside the certificate. */
  readonly stored: (file: Artifact) => Promise<Buffer | undefined>;
  readonly today?: Date;
};

/** Sentences about what does not hold. */
export async function certificateComplaints(folder: string, given: Verifying): Promise<string[]> {
  const text = await written(folder, certificationFile);
  const { value: found, wrong } = checked(text ?? "", certificationSchema);
  if (!found) return [`${certificationFile} ${text === undefined ? "is not there" : wrong}`];
  const { key, today = new Date() } = given;
  const documents = certificationDocuments(found);
  const others = await Promise.all(
    documents.map(async ([name, content]) => (await written(folder, name)) === content),
  );
  return [
    ...documents.flatMap(([name], at) =>
      others[at] ? [] : [`${name}: is not what rendering gives`],
    ),
    ...(wordInAll(found) === found.word
      ? []
      : [`the word is "${found.word}", its platforms say "${wordInAll(found)}"`]),
    ...(found.holds.until < today.toISOString().slice(0, 10)
      ? [`it held until ${found.holds.until}`]
      : []),
    ...(await evidenceComplaints(folder, found, given)),
    ...(found.against ? await comparisonComplaints(folder, found, given) : []),
    ...(key === undefined ? [] : await signatureComplaints(folder, new Map(documents), key)),
  ];
}

/** Every word judged again, from consoles beside the certificate or in the store. */
async function evidenceComplaints(
  folder: string,
  found: Certification,
  { descriptions, stored }: Verifying,
): Promise<string[]> {
  const text = (await written(folder, evidenceFile)) ?? "";
  if (digestOf(text) !== found.evidence)
    return [`${evidenceFile}: is not what the certificate was made from`];
  const { value: evidence, wrong } = checked(text, certificateEvidenceSchema);
  if (!evidence) return [`${evidenceFile} ${wrong}`];
  const read = bytesFrom(folder, stored);
  return derivedComplaints(descriptions, { found, evidence, read });
}

function bytesFrom(folder: string, stored: Verifying["stored"]) {
  return async (file: Artifact): Promise<Buffer> => {
    const { value } = await readPlain(join(folder, consolesFolder, file.digest), largestFile);
    const bytes = value ?? (await stored(file));
    if (!bytes) throw new Error(`${file.name} ${file.digest.slice(0, 12)} is not there`);
    if (digestOf(bytes) === file.digest) return bytes;
    throw new Error(`${file.name} ${file.digest.slice(0, 12)} is not what was recorded`);
  };
}

/** The kernel before it has a certificate of its own, which must hold too, whether its time is over or not. */
async function comparisonComplaints(
  folder: string,
  found: Certification,
  given: Verifying,
): Promise<string[]> {
  const place = join(folder, previousFolder);
  const text = (await written(place, certificationFile)) ?? "";
  const { value: previous } = checked(text, certificationSchema);
  if (!previous) return [`${previousFolder}/${certificationFile} is not there, or is none`];
  const today = new Date(previous.date);
  const own = await certificateComplaints(place, { ...given, today });
  if (own.length) return own.map((one) => `${previousFolder}: ${one}`);
  const configOf = async (of: string, { kernel }: Certification) =>
    configValues((await bytesFrom(of, given.stored)(kernel.config)).toString());
  const again = comparedTo(
    { found: previous, config: await configOf(place, previous) },
    { found, config: await configOf(folder, found) },
  );
  return isDeepStrictEqual(again, found.against)
    ? []
    : ["what it says against the kernel before it is not what the two certificates give"];
}

async function signatureComplaints(
  folder: string,
  documents: ReadonlyMap<string, string>,
  path: string,
): Promise<string[]> {
  const key = readVerifyingKey(path);
  const envelope = await written(folder, envelopeFile);
  const signature = await written(folder, signatureFile);
  if (envelope === undefined || signature === undefined) return ["it is not signed"];
  const statement = statementIn(envelope, key);
  return [
    ...(statement === undefined
      ? [`${envelopeFile}: is not signed by ${path}`]
      : statement === documents.get(statementFile)
        ? []
        : [`${envelopeFile}: the signature is for a different statement`]),
    ...(isSignedBy(documents.get(certificationFile) ?? "", signature, key)
      ? []
      : [`${signatureFile}: was not made by ${path}`]),
  ];
}

/** Undefined where it is not there. */
async function written(folder: string, name: string): Promise<string | undefined> {
  return (await readPlain(join(folder, name), largestFile)).value?.toString();
}
