// The files of a certification, by name: rendered again from certification.json, they must be the same to the byte.

import { type Certification, certificationSchema } from "../../model/certify/certification.ts";
import { bulletin } from "./bulletin.ts";
import { checkboxSubmission } from "./checkbox.ts";
import { certificationJsonSchema } from "./schema.ts";
import { statementOf } from "./statement.ts";
import { xunitReport } from "./xunit.ts";

export const certificationFile = "certification.json";
export const statementFile = "statement.json";
/** Made where there is a key. */
export const envelopeFile = "statement.dsse.json";
export const signatureFile = "certification.json.sig";

/** In the order of the schema: read back, it gives the same bytes. */
export function certificationDocuments(made: Certification): [name: string, content: string][] {
  const found = certificationSchema.parse(made);
  const certification = `${JSON.stringify(found, undefined, 2)}\n`;
  return [
    [certificationFile, certification],
    ["certification.schema.json", `${JSON.stringify(certificationJsonSchema(), undefined, 2)}\n`],
    ["bulletin.html", bulletin(found)],
    ["submission.json", checkboxSubmission(found)],
    ["xunit.xml", xunitReport(found)],
    [statementFile, statementOf(found, certification)],
  ];
}
