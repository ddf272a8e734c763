// Every kernel that twinboot.yaml names, with the certificate that was made of it here, if its boots give its words again.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { checked, readPlain } from "../../engine/sealed-json.ts";
import type { Artifact } from "../../model/artifact.ts";
import { type Certification, certificationSchema } from "../../model/certify/certification.ts";
import { type KernelRow, kernelRows } from "../../model/certify/listed-kernels.ts";
import { UserError } from "../../model/errors.ts";
import { kernelInSuite } from "../../plan/certify/kernel-in-suite.ts";
import { certificationFile } from "../../report/certify/documents.ts";
import type { Session } from "../session.ts";
import type { Show } from "../show.ts";
import { certificateComplaints } from "./verify-certificate.ts";

const largestFile = 64 * 2 ** 20;

export type TabledKernels = {
  readonly rows: readonly KernelRow[];
  /** Sentences about certificates that do not hold, and are left out. */
  readonly refused: readonly string[];
};

/** `folder`: certificates, one folder each. Where there is none of a kernel, its suite is asked whether there can be one. */
export async function tabledKernels(
  session: Session,
  folder: string,
  show: Show,
): Promise<TabledKernels> {
  const found: Certification[] = [];
  const refused: string[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    const one = await certificateIn(join(folder, name));
    if (!one) continue;
    const complaints = await complaintsOf(session, join(folder, name));
    refused.push(...complaints.map((complaint) => `${name}: ${complaint}`));
    if (!complaints.length) found.push(one);
  }
  const rows: KernelRow[] = [];
  for (const row of kernelRows(session.descriptions.installation.certify, found))
    rows.push(row.found ? row : await unlessAbsent(session, row, show));
  return { rows, refused };
}

async function certificateIn(folder: string): Promise<Certification | undefined> {
  const { value } = await readPlain(join(folder, certificationFile), largestFile);
  return value && checked(value.toString(), certificationSchema).value;
}

async function complaintsOf({ descriptions, store, startedAt: today }: Session, folder: string) {
  const stored = (file: Artifact) => store.raw(file);
  return certificateComplaints(folder, { descriptions, stored, today });
}

async function unlessAbsent(session: Session, row: KernelRow, show: Show): Promise<KernelRow> {
  try {
    await session.run([kernelInSuite(session.descriptions, row)], show.onEvent);
    return row;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...row, absent: error.message };
  }
}
