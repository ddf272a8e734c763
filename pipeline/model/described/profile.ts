// A profile: what a finished kernel must be, absolutely, as data: images/profiles/NAME.yaml.

import { z } from "zod";
import type { WithoutProse } from "./prose.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const probe = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/);
/** As in modules.dep, with `_` for `-`. */
const moduleName = z.string().regex(/^[a-z0-9][a-z0-9_]*$/);
const sentence = z.string().regex(/\S+\s+\S+/, "says no reason");

const configRule = z.strictObject({
  /** Without CONFIG_. */
  option: z.string().regex(/^[A-Z0-9][A-Za-z0-9_]*$/),
  /** One of these; `n`: it is not set. */
  is: z.array(z.string()).min(1),
  because: sentence,
});

const profilePlatform = z.strictObject({
  /** Tests that must pass; the platform's own where absent. What else is run is optional: skipped it may be. */
  mandatory: z.array(probe).min(1).optional(),
  /** Drivers that the guest loads there, in this order. */
  modules: z.array(moduleName).default([]),
  /** Words for the kernel's command line there: `lockdown=integrity`. */
  cmdline: z.array(z.string().regex(/^[^\s"',]+$/)).default([]),
  /** What the platform cannot be without. */
  config: z.array(configRule).default([]),
  /** A kernel without that configuration is not for this platform, and is certified without it. */
  whereApplicable: z.boolean().default(false),
});

export const profileSchema = z.strictObject({
  profile: name,
  describes: sentence,
  platforms: z.record(name, profilePlatform),
  /** What the kernel must be on every platform. */
  config: z.array(configRule).default([]),
  /** Letters of kernel.tainted that are no finding. */
  taint: z.array(z.string().regex(/^[A-Z]$/)).default([]),
  /** Days that a certificate holds. */
  holdsDays: z.number().int().min(1).max(3650),
});

export type Profile = WithoutProse<z.infer<typeof profileSchema>>;
export type ProfilePlatform = z.infer<typeof profilePlatform>;
export type ConfigRule = z.infer<typeof configRule>;
