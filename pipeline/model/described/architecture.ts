// An architecture, as data: what the kernel's make is told, what comes out, what compiles its guests.

import { z } from "zod";
import type { WithoutProse } from "./prose.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9_]*$/);
/** A path below the object folder. */
const product = z.string().regex(/^(?:[\w-]+\/)*\w+$/);

export const architectureSchema = z.strictObject({
  architecture: name,
  describes: z.string(),
  /** ARCH of the kernel's make. */
  make: name,
  /** The target of make that gives what boots. */
  target: name.or(z.enum(["bzImage", "Image"])),
  /** What boots. */
  image: product,
  /** Compiles and links the guest's PID 1, static: this machine's gcc, or a cross compiler with its C library. */
  compiler: z.string().regex(/^(?:[a-z0-9_]+-linux-gnu[a-z0-9]*-)?gcc$/),
});

export type Architecture = WithoutProse<z.infer<typeof architectureSchema>>;
