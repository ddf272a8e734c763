// The JSON Schema of run.json, for whoever reads it without this program.

import { z } from "zod";
import { runRecordSchema, runSchemaName } from "../model/run-record.ts";

/** Draft 2020-12; every field with its description. */
export function runJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(runRecordSchema), title: runSchemaName };
}
