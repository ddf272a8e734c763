// A flavour: a kernel configuration, as fragments over a base that every tree carries.

import { z } from "zod";

const symbol = z.string().regex(/^CONFIG_[A-Z0-9_]+$/);

export const flavourSchema = z.strictObject({
  flavour: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** A name in images/architectures/. */
  arch: z.string(),
  base: z.enum(["tinyconfig", "defconfig"]),
  /** Files beside the description, later ones win. */
  fragments: z.array(z.string().regex(/^[a-z0-9][\w.-]*\.config$/)).min(1),
  /** Symbols that not every head has: asked for where the head's Kconfig has them. */
  optional: z.array(symbol).default([]),
  /** Lines of platforms' evidence that this kernel has no code to say. */
  unsaid: z.array(z.string()).optional(),
});

type FlavourDescription = z.infer<typeof flavourSchema>;

export type Flavour = FlavourDescription & {
  /** The fragments' text, in order, joined. */
  readonly fragment: string;
};
