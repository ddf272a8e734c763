// What a guest runs under: built from source, or as a suite ships it.

import { z } from "zod";
import type { Artifact } from "../artifact.ts";
import type { SelftestList } from "./selftests.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const debianPackage = z.string().regex(/^[a-z0-9][a-z0-9.+-]*$/);
const suite = z.string().regex(/^[a-z][a-z-]*$/);

/** Platforms of another hypervisor that are booted under this one too, each as NAME-on-HYPERVISOR. */
const rows = z
  .strictObject({
    platforms: z.array(name).min(1),
    lane: z.enum(["every-run", "nightly"]),
    /** The image that its dom0 serves guests from: the tools of the same source. */
    image: name,
    /** Facts that every guest must report there besides: which hypervisor it is, as seen from inside. */
    facts: z.record(z.string(), z.string()).refine((facts) => Object.keys(facts).length > 0),
  })
  .optional();

const builtSchema = z.strictObject({
  hypervisor: name,
  source: z.strictObject({
    /** A Debian source package, of which the untouched upstream archive is built. */
    debian: debianPackage,
    suite,
    /** The newest version that begins so. */
    version: z.string().regex(/^\d+\.\d+$/),
  }),
  /** What the fragment was last reviewed against; another version is built too, and said. */
  reviewed: z.strictObject({
    version: z.string(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  config: z.string().regex(/^[a-z0-9][\w.-]*\.config$/),
  /** The list of those of its own tests that dom0 runs. */
  tests: z.string().regex(/^[a-z0-9][\w.-]*\.list$/),
  rows,
});

const packagedSchema = z.strictObject({
  hypervisor: name,
  source: z.strictObject({
    /** A binary package of Debian's: xen-hypervisor-VERSION-amd64. Nothing is built. */
    package: debianPackage,
    suite,
  }),
  rows,
});

export const hypervisorSchema = z.union([builtSchema, packagedSchema]);

export type SourcedHypervisor = z.infer<typeof builtSchema> & {
  readonly fragment: string;
  readonly testList: SelftestList;
};

export type PackagedHypervisor = z.infer<typeof packagedSchema>;

export type Hypervisor = SourcedHypervisor | PackagedHypervisor;

export function isPackaged(hypervisor: Hypervisor): hypervisor is PackagedHypervisor {
  return "package" in hypervisor.source;
}

/** The part that its build reads: a different list of tests does not change the hypervisor. */
export type BuildableHypervisor = Omit<SourcedHypervisor, "tests" | "testList" | "rows">;

/** A package as the mirror had it. */
export type SourcePin = {
  readonly package: string;
  readonly version: string;
  /** The upstream archive of a source package; the .deb of a binary one. */
  readonly file: string;
  readonly sha256: string;
};

export type BuiltHypervisor = {
  readonly name: string;
  readonly version: string;
  /** The multiboot image that QEMU loads. */
  readonly image: Artifact;
  /** The same as an EFI program, for firmware. */
  readonly efi: Artifact;
  readonly config: Artifact;
};

/** What is made of the same source for those who ask for it. */
export type HypervisorTools = {
  /** FLASK's policy, as checkpolicy(8) compiles it for Xen. */
  readonly policy: Artifact;
  /** An initramfs archive of its own tests, as in BuiltSelftests. */
  readonly tests: Artifact;
};
