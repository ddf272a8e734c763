// A series: an ordered patch set in patches/<name>/. Data only; nothing in it can run on the host.

import validRange from "semver/ranges/valid.js";
import { z } from "zod";
import type { Digest } from "../digest.ts";
import type { SourceTree } from "./head.ts";
import type { PatchResult } from "../patches/patch-result.ts";
import { references, upstreamStates } from "../patches/upstream-state.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

/** `X-Change-ID` of b4: one id for all versions of a series. */
const changeId = z.string().regex(/^\d{8}-[a-z0-9-]+-[0-9a-f]{12}$/);

const commitId = z.string().regex(/^[0-9a-f]{40}$/);

/** Patches that must be applied first: the trailers of `git format-patch --base` and b4, as data. */
const prerequisite = z.union([
  z.strictObject({ "change-id": changeId }),
  z.strictObject({ "message-id": z.string().regex(/^[^\s<>]+@[^\s<>]+$/) }),
  z.strictObject({ "patch-id": z.string().regex(/^[0-9a-f]{40}$/) }),
]);

export type Prerequisite = z.infer<typeof prerequisite>;

const need = z.strictObject({
  /** npm's syntax; absent: any. */
  kernel: z
    .string()
    .refine((text) => validRange(text) !== null, "not a range of versions")
    .optional(),
  /** Architectures that can have it, if not all of the series' own can. */
  arch: z.array(z.string()).optional(),
  /** What turns the suite on in the series' kconfig. */
  option: z.string().regex(/^CONFIG_[A-Z0-9_]+$/),
  because: z.string(),
});

/** Per cent. */
export const defaultMargin = 1;

export const seriesSchema = z.strictObject({
  series: name,
  title: z.string(),
  license: z.string(),
  /** The hypervisor whose source it changes, a name in hypervisor/; absent: the kernel. */
  for: name.optional(),
  /** Of a hypervisor's series: the kernel's series that are its other half, booted with it and without it. */
  with: z.array(name).optional(),
  /** The head, or for a hypervisor's series the hypervisor, it was written on: a three-way merge starts from the blobs that the patches' index lines name. */
  base: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  /** Where that head stood then, as mails say it. Without it, it is found by the index lines. */
  "base-commit": commitId.optional(),
  "change-id": changeId.optional(),
  /** In the order in which they are applied; each must be in a series of this checkout. */
  prerequisites: z.array(prerequisite).default([]),
  /** Architectures on whose kernels its kconfig and kunit are asked for; elsewhere it must build, boot and change nothing. */
  arch: z.array(z.string()).optional(),
  /** KUnit suites that must report a pass in every guest, but for `skips`. */
  kunit: z.array(z.string()).default([]),
  /** Suite -> the kernels that can have it, by version and architecture, if not all can; on others neither the suite nor its option is required. */
  needs: z.record(z.string(), need).default({}),
  /** Per cent: a cost inside it counts as none. Stated before anything is measured. */
  margin: z.number().positive().max(20).default(defaultMargin),
  /** Platform -> suites that may be skipped there as a whole, each with the reason it must give. */
  skips: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** Facts that the guest must report once the series is applied, by platform; null: must not report. */
  expects: z.record(z.string(), z.record(z.string(), z.string().nullable())).default({}),
  /** For the headers that an export writes for distributions. */
  upstream: upstreamStates.optional(),
  references: references.optional(),
});

/** Whether a series has something to say on this architecture. */
export function concerns({ arch }: Pick<SeriesDescription, "arch">, on: string): boolean {
  return arch === undefined || arch.includes(on);
}

type SeriesDescription = z.infer<typeof seriesSchema>;

export type PatchFile = {
  /** The file's name in patches/<series>/. */
  readonly name: string;
  readonly digest: Digest;
  /** Its bytes, one character each (latin1): a patch may change files that are not UTF-8. */
  readonly text: string;
};

/** A file of patches/<series>/resolutions/: how a person mended a conflict. */
export type ResolutionFile = {
  readonly name: string;
  /** Its bytes, one character each (latin1). */
  readonly text: string;
  /** Its day is over: it is not used, and named. Not looked at later, as a step's key must see it. */
  readonly expired: boolean;
};

export type Series = SeriesDescription & {
  /** Its folder: `patches/<name>`. */
  readonly folder: string;
  readonly patches: readonly PatchFile[];
  readonly resolutions: readonly ResolutionFile[];
  /** The series' Kconfig fragment; empty if it has none. */
  readonly kconfig: string;
};

/** A series that changes a hypervisor. */
export type HypervisorSeries = Series & { readonly for: string };

export type RebasedSeries = SourceTree & {
  readonly patches: readonly PatchResult[];
  /** Kept resolutions that were not used on this head, each with why: `one.resolution: expired`. */
  readonly unusedResolutions: readonly string[];
};

/** The name of the unpatched head in the matrix. */
export const baseRow = "base";

/** A series that cannot be read: its row says why, and the others go on. */
export type BrokenSeries = {
  /** What is wrong, with file and key. */
  readonly message: string;
  /** What to type or change next. */
  readonly hint: string;
};
