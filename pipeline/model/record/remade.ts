// What came of doing again, here, a step that another machine did.

import { z } from "zod";
import { digestSchema } from "../digest.ts";
import { findingSchema } from "./finding-schema.ts";

export const remadeSchema = z.strictObject({
  label: z.string(),
  key: digestSchema.describe("of the trace that was taken"),
  signer: z.string().describe("name of the key in twinboot.yaml"),
  result: z
    .enum(["same", "different", "not-done"])
    .describe("of the bytes; not-done: the step did not come to an end here"),
  finding: findingSchema.optional().describe("where they are different"),
});
