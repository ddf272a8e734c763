// A built kernel: what every platform of one flavour boots, to the byte.

import type { Artifact } from "../artifact.ts";

export type KernelConfig = {
  readonly config: Artifact;
  /** Optional symbols that this head's Kconfig does not have. */
  readonly notInHead: readonly string[];
};

/** SPDX documents; none where the head's tree cannot make them. */
export type KernelSbom = { readonly documents: readonly Artifact[] };

export type Kernel = {
  readonly image: Artifact;
  readonly vmlinux: Artifact;
  readonly config: Artifact;
  /** The GNU build-id in hex, which the guest reads back. */
  readonly buildId: string;
  /** `uname -r`. */
  readonly release: string;
};
