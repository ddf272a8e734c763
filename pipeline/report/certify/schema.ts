// The JSON Schema of certification.json, for readers other than this program.

import { z } from "zod";
import { certificationSchema, certificationSchemaName } from "../../model/certify/certification.ts";

/** Draft 2020-12; every field with its description. */
export function certificationJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(certificationSchema), title: certificationSchemaName };
}
