// What a kernel boots into.

import { z } from "zod";
import type { Artifact } from "../artifact.ts";
import type { WithoutProse } from "./prose.ts";

/** The guest: one static PID 1 that speaks the record protocol. */
export type GuestImage = {
  readonly initramfs: Artifact;
  /** The same program, for images whose PID 1 is a script: it writes their records. */
  readonly recorder: Artifact;
};

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

/** images/NAME/image.yaml of an image whose PID 1 serves guests. */
export const hostImageSchema = z.strictObject({
  image: name,
  describes: z.string(),
  /** The Debian suite that its packages are taken from. */
  suite: z.string().regex(/^[a-z][a-z-]*$/),
  /** A name in images/architectures/: what its packages are made for. */
  arch: z.string().default("x86_64"),
  /** Another such image: its init, files and packages come along. */
  onTopOf: name.optional(),
  /** What the texts of that image name (a version, a path) -> what this suite has in its place. */
  instead: z.record(z.string().min(1), z.string()).default({}),
});

/** Checked, with the texts of its folder: `init`, `files` and `packages`. */
export type HostImageDescription = WithoutProse<z.infer<typeof hostImageSchema>> & {
  readonly sources: Sources;
};

/** Userland of a host: Debian's tools that run guests, and a PID 1 of ours that uses them. */
export type HostImage = {
  readonly initramfs: Artifact;
  /** `name version` of every Debian package it was taken from. */
  readonly packages: readonly string[];
};

/** Source files of an image, by name. */
export type Sources = { readonly [name: string]: string };
