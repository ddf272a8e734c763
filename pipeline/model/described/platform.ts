// A platform: one way to boot a kernel, as data. Adding one changes no TypeScript.

import validRange from "semver/ranges/valid.js";
import { z } from "zod";
import type { WithoutProse } from "./prose.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
/** A value that QEMU takes after a flag; it cannot begin another flag. Some signatures hold blanks. */
const qemuValue = z.string().regex(/^[a-z0-9][\w.,=+ -]*$/);
/** A value that xl reads, between quotation marks. */
const xlValue = z.string().regex(/^[\w:/.,=-]+$/);
/** One word of a kernel command line. A comma would split a multiboot module's line. */
const word = z.string().regex(/^[^\s"',]+$/);
/** An SMBIOS table with its fields. A comma inside a field would begin another one. */
const smbios = z.string().regex(/^type=\d+(?:,[a-z_]+=[\w .:()/-]+)+$/);
/** A test, by the name that its record has. */
const probe = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);
/** Of the machine's memory. */
const address = z.string().regex(/^0x[0-9a-f]+$/);
const range = z.string().refine((text) => validRange(text) !== null, "not a range of versions");

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

const common = {
  platform: name,
  describes: z.string(),
  /** A name in images/architectures/: flavours of it boot here. */
  arch: z.string(),
  realness: z.enum(["real", "emulated-interface", "signature-only", "foreign-guest"]),
  lane: z.enum(["every-run", "nightly"]),
  cpus: z.number().int().min(1).max(64),
  memoryMiB: z.number().int().min(64),
  cmdline: z.array(word),
  /** Ranges of versions that are known to work (npm's syntax); elsewhere the platform is skipped, with the reason. */
  needs: z
    .strictObject({
      qemu: range.optional(),
      hypervisor: range.optional(),
      kernel: range.optional(),
    })
    .default({}),
  clocks,
  /** Tests of the guest that must run and pass here: one that is skipped, or not there, is a failure. */
  probes: z.array(probe).default([]),
  /** Collections of the kernel's selftests that the guest runs: images/selftests/list. */
  selftests: z.array(name).default([]),
  /** The guest finds the kernel and its own image in /boot, to start them itself. */
  kexec: z.boolean().default(false),
  /** A test that fails there too, with the same kernel, says nothing of this platform. */
  baseline: name.optional(),
  /** The platform's own proof: asked platform == detected platform. */
  evidence: z.strictObject({
    /** Text that must stand on the guest's console. */
    console: z.array(z.string()).default([]),
    /** Text that must not. */
    absent: z.array(z.string()).default([]),
    /** The text of a panic that the guest must cause. Neither the panic nor a restart after it is a fault here. */
    panic: z.string().optional(),
    /** Text that must stand on the host's console, of a guest that has a host. */
    host: z.array(z.string()).default([]),
    /** QMP events that QEMU must tell of. */
    events: z.array(z.string().regex(/^[A-Z_]+$/)).default([]),
    /** Facts that the guest must report with just this value. */
    facts: z.record(z.string(), z.string()).default({}),
  }),
};

/** How QEMU is told to build the machine. */
const machine = {
  machine: qemuValue,
  cpu: qemuValue,
  /**
   * Under TCG all CPUs run in one thread of QEMU, in turns. With a thread each, one waits for a lock whose holder the busy
   * host does not run: no CPU gets on.
   */
  thread: z.enum(["single"]).optional(),
  /** SeaBIOS or the machine's own where absent. */
  firmware: z.enum(["ovmf", "aavmf"]).optional(),
  /** `elf`: the vmlinux of the same build, by its PVH entry. */
  kernelAs: z.enum(["bzImage", "elf"]).default("bzImage"),
  devices: z.array(qemuValue).default([]),
  smbios: z.array(smbios).default([]),
};

/** A host serves guests from an image of its own, with other resources than in its own row. */
const serves = z
  .strictObject({
    image: name,
    memoryMiB: z.number().int().min(64).optional(),
    cpus: z.number().int().min(1).max(64).optional(),
  })
  .optional();

/** Who runs it; `image`: another one than the host serves with. */
const underHost = { host: name, image: name.optional() };

/** The way the kernel is started decides which other keys there are. */
export const platformSchema = z.discriminatedUnion("entry", [
  /** By the loader of the QEMU that we start. */
  z.strictObject({
    entry: z.literal("direct"),
    ...common,
    ...machine,
    /**
     * `told`: the kernel is told how fast its TSC runs, as QEMU itself measures it. On a busy host an emulated PIT is no
     * measure: its calibration fails, or comes to a fortieth (63.9 MHz for 2596), which the kernel believes although HPET
     * disagrees. Where there is an HPET or PM timer, the kernel refines the figure by it all the same.
     */
    tsc: z.enum(["told"]).optional(),
    serves,
  }),
  /** By the Xen that we start: as its control domain, or without one (`hypervisor.at.domain`). */
  z.strictObject({
    entry: z.literal("dom0"),
    ...common,
    ...machine,
    hypervisor: z.strictObject({
      name,
      cmdline: z.array(word),
      /**
       * Where the device tree tells it of its kernel and initramfs, and QEMU's guest-loader lays them
       * (docs/system/guest-loader.rst). Absent where it is a multiboot image, and they are its modules.
       */
      at: z
        .strictObject({
          kernel: address,
          initramfs: address,
          /**
           * The kernel is no dom0, and there is none: Xen makes a domain of all of the platform's CPUs and this much memory,
           * as the device tree tells it (Xen's docs/features/dom0less.pandoc), and stays when the domain has gone.
           */
          domain: z.strictObject({ memoryMiB: z.number().int().min(64) }).optional(),
        })
        .optional(),
      /** It is given FLASK's policy as a module. */
      policy: z.boolean().default(false),
      /** Its own tests run in dom0. */
      tests: z.boolean().default(false),
    }),
    serves,
  }),
  /** As a domain that the dom0 of the same kernel creates. */
  z.strictObject({
    entry: z.literal("domu"),
    ...common,
    ...underHost,
    type: z.enum(["pv", "pvh", "hvm"]),
    /**
     * Another system than the kernel under test: a file in its dom0's image, a file of the user's, or every test of the Xen
     * Test Framework that is a domain of this type, one after the other. It says no records: all that is known of it is what
     * stands on its console.
     */
    guest: z
      .union([
        z.strictObject({ kernel: z.string().regex(/^\/[\w./+-]+$/) }),
        /** From the folder in which twinboot was started, or absolute. */
        z.strictObject({ file: z.string().regex(/^[^-\s]\S*$/) }),
        z.strictObject({ suite: z.literal("xtf") }),
      ])
      .optional(),
    /** What its dom0 boots, where a kernel of the guest's own flavour can be none. */
    hostFlavour: name.optional(),
    /** xl-disk-configuration(5) and xl-network-configuration(5). */
    disks: z.array(xlValue).default([]),
    vifs: z.array(xlValue).default([]),
    /** FLASK's label of the domain: user:role:type. */
    seclabel: z
      .string()
      .regex(/^\w+:\w+:\w+$/)
      .optional(),
    /** Down to so much its dom0 takes memory away from it, and gives that back, before it gets what it asks for itself. */
    balloonMiB: z.number().int().min(32).optional(),
    /**
     * Another domU of the same kernel, named `driver`, which is created before it and has these disks: what names it
     * (`backend=driver`) is served by it and not by dom0.
     */
    driver: z
      .strictObject({ memoryMiB: z.number().int().min(64), disks: z.array(xlValue).min(1) })
      .optional(),
    /** How RDTSC is done: by the machine itself; where absent, Xen's choice (xl.cfg(5), tsc_mode). */
    tsc: z.enum(["native"]).optional(),
    /** Page tables that Xen keeps for the guest; where absent, the CPU walks the guest's own (xl.cfg(5), hap). */
    paging: z.enum(["shadow"]).optional(),
  }),
  /** By the QEMU of a KVM host of the same kernel. */
  z.strictObject({
    entry: z.literal("hosted"),
    ...common,
    ...machine,
    ...underHost,
    /** QEMU's accelerator there, with its options: where another hypervisor's interface is asked of KVM. */
    accel: qemuValue.default("kvm"),
  }),
  /** By this machine, as a program: User Mode Linux. */
  z.strictObject({ entry: z.literal("uml"), ...common }),
]);

export type Platform = WithoutProse<z.infer<typeof platformSchema>>;
/** Those with a machine of their own. */
export type MachinePlatform = Extract<Platform, { entry: "direct" | "dom0" }>;
/** Those that a host runs. */
export type GuestPlatform = Extract<Platform, { host: string }>;
/** Those that are a program of this machine. */
export type ProgramPlatform = Extract<Platform, { entry: "uml" }>;
export type Clocks = z.infer<typeof clocks>;
export type PlatformEvidence = Platform["evidence"];

/** Whether its guest is another system than the kernel under test. */
export function isForeign(platform: Platform): boolean {
  return platform.entry === "domu" && platform.guest !== undefined;
}

/** The file of the user's that it boots. */
export function guestFileOf(platform: Platform): string | undefined {
  const guest = platform.entry === "domu" ? platform.guest : undefined;
  return guest && "file" in guest ? guest.file : undefined;
}

/** Whether it stands for the tests of XTF, which say KTAP. */
export function runsXtf(platform: Platform): boolean {
  return platform.entry === "domu" && platform.guest !== undefined && "suite" in platform.guest;
}

/** Where it is told of as a domain of a Xen without dom0. */
export function deviceTreeDomain(platform: Platform) {
  return platform.entry === "dom0" ? platform.hypervisor.at?.domain : undefined;
}

export function isMachine(platform: Platform): platform is MachinePlatform {
  return platform.entry === "direct" || platform.entry === "dom0";
}

export function isGuest(platform: Platform): platform is GuestPlatform {
  return "host" in platform;
}

/** What a kernel runs under. A KVM host counts with the guests that it is there for. */
export const platformGroups = ["bare", "kvm", "xen", "uml"] as const;
export type PlatformGroup = (typeof platformGroups)[number];

export function groupOf(platform: Platform): PlatformGroup {
  switch (platform.entry) {
    case "direct":
      return platform.serves ? "kvm" : "bare";
    case "hosted":
      return "kvm";
    case "dom0":
    case "domu":
      return "xen";
    case "uml":
      return "uml";
  }
}
