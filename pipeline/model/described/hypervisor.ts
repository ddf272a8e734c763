// What a guest runs under: built from source, or as a suite ships it.

import { z } from "zod";
import type { Artifact } from "../artifact.ts";
import type { Digest } from "../digest.ts";
import { gitUrl } from "./head.ts";
import type { SelftestList } from "./selftests.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const debianPackage = z.string().regex(/^[a-z0-9][a-z0-9.+-]*$/);
const suite = z.string().regex(/^[a-z][a-z-]*$/);

/** Platforms of another hypervisor that are booted under this one too, each as NAME-on-HYPERVISOR. */
const rows = z
  .strictObject({
    platforms: z.array(name).min(1),
    lane: z.enum(["every-run", "nightly"]),
    /** The image that its dom0 serves guests from: the tools of the same source. Absent where no suite has them. */
    image: name.optional(),
    /**
     * Facts that every guest must report there besides: which hypervisor it is, as seen from inside. One from git
     * reports its commit anyway.
     */
    facts: z
      .record(z.string(), z.string())
      .refine((facts) => Object.keys(facts).length > 0)
      .optional(),
  })
  .optional();

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const debianSource = z.strictObject({
  /** A Debian source package, of which the untouched upstream archive is built. */
  debian: debianPackage,
  suite,
  /** The newest version that begins so. */
  version: z.string().regex(/^\d+\.\d+$/),
});

const gitSource = z.strictObject({
  git: gitUrl,
  /** A branch, a tag, a full commit id. */
  ref: z.string().regex(/^[A-Za-z0-9][\w./-]*$/),
});

const tarballSource = z.strictObject({
  /** An http or https address, or a path relative to the folder in which twinboot was started. */
  tarball: z.string().regex(/^[^-]\S*$/),
  sha256,
});

const builtSchema = z.strictObject({
  hypervisor: name,
  /** A name in images/architectures/. */
  arch: z.string().default("x86_64"),
  source: z.union([debianSource, gitSource, tarballSource]),
  /** The archive of a source package that the fragment was last reviewed against; another one is built too, and said. */
  reviewed: z.strictObject({ version: z.string(), sha256 }).optional(),
  /** In its own folder, or in that of another hypervisor. */
  config: z.string().regex(/^(?:\.\.\/[a-z0-9][a-z0-9-]*\/)?[a-z0-9][\w.-]*\.config$/),
  /** The list of those of its own tests that dom0 runs; likewise. */
  tests: z.string().regex(/^(?:\.\.\/[a-z0-9][a-z0-9-]*\/)?[a-z0-9][\w.-]*\.list$/),
  /** In its own folder, applied to the source in this order. */
  patches: z.array(z.string().regex(/^[a-z0-9][\w.-]*\.patch$/)).optional(),
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

export type SourcedHypervisor = Omit<z.infer<typeof builtSchema>, "patches"> & {
  readonly fragment: string;
  /** Absent where there are none. */
  readonly patches?: readonly { readonly name: string; readonly text: string }[];
  readonly testList: SelftestList;
  /** Of one that a series of this checkout makes out of another: `hypervisor` is the series' name. */
  readonly made?: MadeBySeries;
};

/** `of`: the hypervisor whose source is changed; `patchset` tells one version of the series from another. */
export type MadeBySeries = { readonly of: string; readonly patchset: Digest };

export type PackagedHypervisor = z.infer<typeof packagedSchema>;

export type Hypervisor = SourcedHypervisor | PackagedHypervisor;

/** What a hypervisor that a series made says of where it comes from; every guest reads it back. */
export function changesetOfSeries(series: string, { patchset }: MadeBySeries): string {
  return `series:${series}:${patchset.slice(0, 12)}`;
}

/** Undefined where it is what its source says. */
export function madeBySeries(hypervisor: Hypervisor | undefined): MadeBySeries | undefined {
  return hypervisor && "made" in hypervisor ? hypervisor.made : undefined;
}

export function isPackaged(hypervisor: Hypervisor): hypervisor is PackagedHypervisor {
  return "package" in hypervisor.source;
}

/** The part that its build reads: a different list of tests does not change the hypervisor. */
export type BuildableHypervisor = Omit<
  SourcedHypervisor,
  "arch" | "tests" | "testList" | "rows" | "made"
>;

export type DebianSource = z.infer<typeof debianSource>;
export type GitSource = z.infer<typeof gitSource>;

/** A package as the mirror had it. */
export type PackagePin = {
  readonly package: string;
  readonly version: string;
  /** The upstream archive of a source package; the .deb of a binary one. */
  readonly file: string;
  readonly sha256: string;
};

/** Where the source stood when the run began. */
export type SourcePin =
  | PackagePin
  | (GitSource & { readonly commit: string })
  | z.infer<typeof tarballSource>
  /** It could not be asked: in words, with what to do next. Only what takes this hypervisor fails by it. */
  | { readonly outOfReach: string; readonly next: string };

export type BuiltHypervisor = {
  readonly name: string;
  readonly version: string;
  /** What QEMU loads: a multiboot image, or for arm64 one as Linux's. */
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
