// What a kernel boots into.

import type { Artifact } from "./artifact.ts";

/** The guest: one static PID 1 that speaks the record protocol. */
export type GuestImage = {
  readonly initramfs: Artifact;
  /** The same program, for images whose PID 1 is a script: it writes their records. */
  readonly recorder: Artifact;
};

/** dom0's userland: Xen's tools, and a PID 1 that starts one domU. */
export type Dom0Image = {
  readonly initramfs: Artifact;
  /** `name version` of every Debian package it was taken from. */
  readonly packages: readonly string[];
};

/** Source files of an image, by name. */
export type Sources = { readonly [name: string]: string };
