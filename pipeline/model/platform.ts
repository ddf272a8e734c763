// A platform: one way to boot a kernel, as data. Adding one changes no TypeScript.

import { z } from "zod";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
/** A value that QEMU takes after a flag; it cannot begin another flag. */
const qemuValue = z.string().regex(/^[a-z0-9][\w.,=+-]*$/);
/** One word of a kernel command line. A comma would split a multiboot module's line. */
const word = z.string().regex(/^[^\s"',]+$/);

const clocks = z.strictObject({
  /** Seconds until the guest's first record. */
  boot: z.number().positive(),
  /** Seconds without a byte on any console. */
  silence: z.number().positive(),
  /** Seconds from start to end, whatever happens. */
  cap: z.number().positive(),
  /** Seconds to go on reading after a fault, and to wait for power-off after the last record. */
  drain: z.number().positive(),
});

export const platformSchema = z.strictObject({
  platform: name,
  describes: z.string(),
  arch: z.enum(["x86_64"]),
  realness: z.enum(["real", "emulated-interface", "signature-only"]),
  lane: z.enum(["every-run", "nightly"]),
  /** How the kernel gets in: by QEMU's loader, as Xen's dom0, or as a domU under a dom0 of the same kernel. */
  entry: z.enum(["direct", "dom0", "domu"]),
  machine: qemuValue,
  cpu: qemuValue,
  cpus: z.number().int().min(1).max(64),
  memoryMiB: z.number().int().min(64),
  cmdline: z.array(word),
  /** The hypervisor's name and its command line, for dom0 and domu. */
  hypervisor: z.strictObject({ name, cmdline: z.array(word) }).optional(),
  /** The domU's own resources and the command line of the dom0 kernel. */
  domu: z
    .strictObject({
      type: z.enum(["pv", "pvh"]),
      memoryMiB: z.number().int().min(64),
      cpus: z.number().int().min(1),
      dom0Cmdline: z.array(word),
    })
    .optional(),
  clocks,
  /** The platform's own proof: asked platform == detected platform. */
  evidence: z.strictObject({
    /** Text that must stand on the guest's console. */
    console: z.array(z.string()).default([]),
    /** Text that must not. */
    absent: z.array(z.string()).default([]),
    /** Facts that the guest must report with just this value. */
    facts: z.record(z.string(), z.string()).default({}),
  }),
});

export type Platform = z.infer<typeof platformSchema>;
export type Clocks = z.infer<typeof clocks>;
export type PlatformEvidence = Platform["evidence"];
