// evidence.json: what a certificate's words are derived from, beside the consoles that it names.

import { z } from "zod";
import type { BootRecord } from "../boot/boot-record.ts";
import { asBootRecord } from "../boot/boot-record-schema.ts";

const evidenceSchemaName = "twinboot/certificate-evidence@1";

const record = z.custom<BootRecord>((value) => asBootRecord(value) !== undefined, "no boot record");

export const certificateEvidenceSchema = z.strictObject({
  schema: z.literal(evidenceSchemaName),
  platforms: z.array(
    z.strictObject({
      platform: z.string(),
      /** In order; null: the machine could not do it. Empty where nothing was tried. */
      boots: z.array(record.nullable()),
    }),
  ),
});

export type CertificateEvidence = z.infer<typeof certificateEvidenceSchema>;
export type PlatformBoots = CertificateEvidence["platforms"][number];

export function certificateEvidence(platforms: readonly PlatformBoots[]): CertificateEvidence {
  return { schema: evidenceSchemaName, platforms: [...platforms] };
}

/** The file, whose digest the certificate has. */
export function evidenceText(evidence: CertificateEvidence): string {
  return `${JSON.stringify(evidence, undefined, 2)}\n`;
}
