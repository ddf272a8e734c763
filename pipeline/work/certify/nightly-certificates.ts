// The certificates of a night, from the job that made them: judged again and rendered again before they are published.

import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { readPlain, checked } from "../../engine/sealed-json.ts";
import { digestOf } from "../../model/digest.ts";
import {
  certificateHistorySchema,
  historyWith,
  kernelRow,
} from "../../model/certify/certificate-history.ts";
import { type Certification, certificationSchema } from "../../model/certify/certification.ts";
import { certificatesPage, type ShownCertificate } from "../../report/certify/certificates-page.ts";
import { certificationDocuments, certificationFile } from "../../report/certify/documents.ts";
import { consolesFolder, evidenceFile } from "./write-certificate.ts";
import { certificateComplaints, type Verifying } from "./verify-certificate.ts";

const largestFile = 64 * 2 ** 20;
const plainFolder = /^[\w+~-][\w.+~-]*$/;

export type NightlyCertificates = {
  readonly shown: readonly ShownCertificate[];
  /** Sentences about those that do not hold, and are left out. */
  readonly refused: readonly string[];
};

/** `history`: the folder of the branch's `certificates/`; absent before the first night. */
export async function nightlyCertificates(
  folder: string,
  history: string | undefined,
  verifying: Verifying,
): Promise<NightlyCertificates> {
  const shown: ShownCertificate[] = [];
  const refused: string[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    if (!plainFolder.test(name)) continue;
    const complaints = await certificateComplaints(join(folder, name), verifying);
    const found = await read(join(folder, name, certificationFile), certificationSchema);
    if (complaints.length || !found)
      refused.push(...complaints.map((complaint) => `${name}: ${complaint}`));
    else shown.push({ folder: name, found, history: await historyOf(found, history) });
  }
  return { shown, refused };
}

async function historyOf(found: Certification, folder: string | undefined) {
  const path = join(folder ?? "", historyFile(found));
  const known = folder === undefined ? undefined : await read(path, certificateHistorySchema);
  const own = known?.of === kernelRow(found) ? known.entries : [];
  return historyWith(own, found);
}

/** A name that a package gives chooses no path. */
function historyFile(found: Certification): string {
  const row = kernelRow(found);
  return `${row.replaceAll(/[^\w.+-]/g, "_").slice(0, 80)}-${digestOf(row).slice(0, 8)}.json`;
}

async function read<S extends z.ZodType>(path: string, schema: S) {
  const text = (await readPlain(path, largestFile)).value?.toString();
  return text === undefined ? undefined : checked(text, schema).value;
}

/** Path on the branch of the history -> text. */
export function historyFiles(shown: readonly ShownCertificate[]): Map<string, string> {
  return new Map(
    shown.map(({ found, history }) => [
      `certificates/${historyFile(found)}`,
      `${JSON.stringify(history, undefined, 2)}\n`,
    ]),
  );
}

/** The page of all, and the documents of each, rendered here; its evidence as it was checked. */
export async function writeCertificates(
  from: string,
  to: string,
  shown: readonly ShownCertificate[],
): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  await writeFile(join(to, "index.html"), certificatesPage(shown));
  for (const { folder, found } of shown) {
    await mkdir(join(to, folder));
    for (const [name, text] of certificationDocuments(found))
      await writeFile(join(to, folder, name), text);
    await copyEvidence(join(from, folder), join(to, folder));
  }
}

/** Files that are what their names say, and no others. */
async function copyEvidence(from: string, to: string): Promise<void> {
  const evidence = await readPlain(join(from, evidenceFile), largestFile);
  if (evidence.value) await writeFile(join(to, evidenceFile), evidence.value);
  await mkdir(join(to, consolesFolder));
  for (const name of await readdir(join(from, consolesFolder))) {
    const { value } = await readPlain(join(from, consolesFolder, name), largestFile);
    if (value && digestOf(value) === name) await writeFile(join(to, consolesFolder, name), value);
  }
}
