// A finding as it is stored, in run.json and in traces.

import { z } from "zod";

export const findingSchema = z
  .strictObject({
    reason: z.string().describe("what is wrong, one word of a fixed list"),
    fault: z
      .enum(["series", "head", "hypervisor", "description", "infrastructure"])
      .describe("who must act"),
    summary: z.string().describe("one sentence"),
    line: z
      .strictObject({
        in: z.string().describe("name of the artifact"),
        line: z.number().int().describe("counted from 1"),
        text: z.string(),
      })
      .optional()
      .describe("the line that decided"),
    detail: z.array(z.string()).readonly().optional().describe("more lines for a reader"),
  })
  .describe("what is wrong with the thing under test");
