// The result of a boot that somebody else did: on ESXi, Hyper-V, pHyp or z/VM hosts that we do not have.

import { z } from "zod";

/** A file of results/. `console` is the whole console of our guest; where that cannot run, facts and tests by hand. */
export const importedResultSchema = z
  .strictObject({
    result: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    /** A platform that Twinboot does not have: `esxi-8`. */
    platform: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    describes: z.string().min(1),
    kernel: z.string().regex(/^[0-9a-f]{64}$/, "not the SHA-256 of a kernel image"),
    by: z.string().min(1),
    when: z.iso.date(),
    /** Machine, product and version. */
    where: z.string().min(1),
    link: z.url().optional(),
    console: z.string().optional(),
    facts: z.record(z.string(), z.string()).optional(),
    tests: z
      .array(
        z.strictObject({
          name: z.string(),
          result: z.enum(["pass", "fail", "skip"]),
          detail: z.string().default(""),
        }),
      )
      .optional(),
  })
  .refine(({ console, facts, tests }) => (console === undefined) === Boolean(facts && tests), {
    message: "say console, or facts and tests",
  });

export type ImportedResult = z.infer<typeof importedResultSchema>;
