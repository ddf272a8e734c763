// The JSON Schema of run.json, for readers other than this program.

import { z } from "zod";
import { runRecordSchema, runSchemaName } from "../../model/record/run-record.ts";

/** Draft 2020-12; every field with its description. */
export function runJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(runRecordSchema), title: runSchemaName };
}
