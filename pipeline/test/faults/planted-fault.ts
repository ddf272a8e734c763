// A planted fault as data: what is broken, where, and the verdict that it must get.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readYaml } from "../../plan/read/read-yaml.ts";

/** `fail: panic, series`: verdict, reason and whose fault, as in the corpus; `exit N`: no verdict, but that exit code. */
const expectation = z
  .string()
  .regex(/^(?:[a-z-]+(?:: [a-z-]+, [a-z]+)?(?:; unclean end)?|exit \d+)$/);

/** Shorter ones than the platform's, so that a hang does not cost minutes. Seconds, as in a platform. */
const clocks = z
  .partialRecord(z.enum(["boot", "silence", "cap", "drain"]), z.number().positive())
  .default({});

/** A text of a host's PID 1 and what stands there instead. */
const changed = z.strictObject({ replace: z.string(), by: z.string() });

const common = {
  /** What is wrong, in a sentence's end: "the kernel panics in an initcall". */
  plants: z.string(),
  platform: z.string(),
  expect: expectation,
  /** Must stand in the finding's summary and detail, line below line, or on standard error where there is no verdict. */
  says: z.string().optional(),
};

/** A kernel, an image or a host that misbehaves in a boot of ours. */
const bootFault = z.strictObject({
  ...common,
  /** The series in kernels/ that the kernel is built with; `base`: the head as it is. */
  kernel: z.string().default("planted"),
  flavour: z.string().default("guest"),
  /** Words more on the kernel's command line. */
  cmdline: z.array(z.string()).default([]),
  clocks,
  /** Of what runs the guest: words more for its kernel, for Xen, and its PID 1 changed. */
  host: z
    .strictObject({
      cmdline: z.array(z.string()).default([]),
      clocks,
      init: z.array(changed).default([]),
    })
    .optional(),
  /** Words more on Xen's command line. */
  xen: z.array(z.string()).default([]),
  /** Another kernel than the one that was asked for is booted under its name. */
  boots: z.enum(["base"]).optional(),
  /** The unpatched kernel is broken in the same way: it is seen against that, not against a good boot. */
  baseToo: z.boolean().default(false),
});

/** A machine on which ./twinboot itself cannot do its work. */
const machineFault = z.strictObject({
  ...common,
  machine: z.strictObject({
    /** A shell script in QEMU's place; $QEMU is the real one. */
    qemu: z.string().optional(),
    /** Commands that are not there. */
    without: z.array(z.string()).default([]),
    /** Folders that have room for so many bytes only. */
    full: z.partialRecord(z.enum(["store", "tmp"]), z.number().int()).default({}),
    /** A file of the store, by its artifact's name, whose bytes changed and whose size did not. */
    damaged: z.string().optional(),
    /** As in twinboot.yaml. */
    accelerator: z.enum(["kvm"]).optional(),
  }),
});

export type BootFault = z.infer<typeof bootFault> & { readonly name: string };
export type MachineFault = z.infer<typeof machineFault> & { readonly name: string };
export type PlantedFault = BootFault | MachineFault;

export function isMachineFault(fault: PlantedFault): fault is MachineFault {
  return "machine" in fault;
}

/** All of this folder's YAML files, in order. */
export function plantedFaults(): PlantedFault[] {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".yaml"));
  const schema = z.record(z.string().regex(/^[a-z0-9-]+$/), z.union([bootFault, machineFault]));
  return files.toSorted().flatMap((file) => {
    const faults = readYaml(join(import.meta.dirname, file), file, schema);
    return Object.entries(faults).map(([name, fault]) => Object.assign(fault, { name }));
  });
}
