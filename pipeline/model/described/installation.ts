// twinboot.yaml: what one installation wants.

import { z } from "zod";
import { headSchema } from "./head.ts";
import { xtfSchema } from "./xtf.ts";
import { remoteStoreSchema } from "./remote-store.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);

export const installationSchema = z.strictObject({
  heads: z.record(name, headSchema),
  /** Heads under one name, to be taken together. `otherwise`: the set that is taken where these cannot be reached. */
  sets: z
    .record(name, z.strictObject({ heads: z.array(name).min(1), otherwise: name.optional() }))
    .default({}),
  /** `reference`: a clone of the kernel on this machine, by its absolute path: what it has is not fetched again. */
  git: z.strictObject({ reference: z.string().regex(/^\/\S*$/) }).optional(),
  /** A registry that machines share their store through. */
  store: remoteStoreSchema.optional(),
  /** Xen's own test framework; without it the platforms that run its tests are skipped. */
  xtf: xtfSchema.optional(),
  /** What a run without filters takes: heads, or sets of them; `--head all` takes every head. */
  default: z.strictObject({
    heads: z.array(name).min(1),
    /** What `twinboot rebase` takes where no head is named; all where absent. */
    rebase: z.array(name).min(1).optional(),
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
  /** Finished kernels of Debian suites that `twinboot certify` takes where it is given none. */
  certify: z
    .array(
      z.strictObject({
        suite: z.string().regex(/^[a-z][a-z-]*$/),
        /** A kernel's package, or one that depends on the newest; `:i386` behind a 32-bit one. */
        package: z.string().regex(/^linux-image-[a-z0-9][a-z0-9.+-]*(?::i386)?$/),
        /** A name in images/profiles/. */
        profile: name.default("general"),
      }),
    )
    .default([]),
  /** `auto`: KVM where a guest has booted with it, else TCG, and every record says which. */
  accelerator: z.enum(["auto", "kvm", "tcg"]),
});

export type Installation = z.infer<typeof installationSchema>;
