// twinboot.yaml: what one installation wants.

import { z } from "zod";
import { headSchema } from "./head.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);

export const installationSchema = z.strictObject({
  heads: z.record(name, headSchema),
  /** What a run without filters takes; `--head all` takes every head. */
  default: z.strictObject({
    heads: z.array(name).min(1),
    flavours: z.array(name).min(1),
    /** Platforms of this lane; `nightly` takes those of every run too. */
    lane: z.enum(["every-run", "nightly"]),
  }),
  /** What `twinboot bench` counts. */
  bench: z
    .strictObject({
      /** Where the base and every series are counted. */
      platforms: z.array(name).min(1),
      /** A flavour without PARAVIRT: the base of it is counted on those of the platforms that are bare. */
      native: name.optional(),
    })
    .optional(),
  /** `auto`: KVM where a guest has booted with it, else TCG, and every record says which. */
  accelerator: z.enum(["auto", "kvm", "tcg"]),
});

export type Installation = z.infer<typeof installationSchema>;
