// A finished kernel as somebody gave it: the bytes that are tried, and where they came from.

import type { Artifact } from "../artifact.ts";
import type { Kernel } from "./kernel.ts";

/** Files as they were given on the command line, in the store. */
export type GivenKernel = {
  /** Packages of one kernel, or a bare image. */
  readonly files: readonly Artifact[];
  /** A tar of the folder that was given as modules. */
  readonly modules?: Artifact;
  readonly config?: Artifact;
  /** Public keys that every RPM must be signed by, armored. */
  readonly keyring?: Artifact;
  /** The Debian suite whose signed lists name the file by its digest; absent if somebody gave it. */
  readonly suite?: string;
};

/** What a package says of itself. */
export type PackageWords = {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
};

/** A module that a platform asks for, or that one of those needs. */
export type PackagedModule = {
  /** With `_` for `-`. */
  readonly name: string;
  /** Relative to /lib/modules/RELEASE in the package. */
  readonly path: string;
  /** SHA-256 of the file in the package. */
  readonly digest: string;
  /** `modinfo -F signer`; absent where it is unsigned. */
  readonly signer?: string;
};

export type PackagedKernel = Kernel & {
  readonly arch: "x86_64" | "i386";
  /** Empty for a bare image. */
  readonly packages: readonly PackageWords[];
  /** What was given, by digest. */
  readonly given: readonly Artifact[];
  /** Who says of each file that it is its maker's, one sentence each. */
  readonly origins: readonly string[];
  /** Mismatches in a package, one sentence each, such as wrong checksums. */
  readonly complaints: readonly string[];
  /** Absent if there are none: then nothing can be loaded. */
  readonly modules?: {
    /** An initramfs with the modules that were asked for, ready to load; behind `initramfs` what that lacks of it. */
    readonly archive: Artifact;
    readonly files: readonly PackagedModule[];
  };
  /** A distribution's own, which the guest's PID 1 is started out of; all modules are its. */
  readonly initramfs?: PackedInitramfs;
};

export type PackedInitramfs = {
  readonly file: Artifact;
  /** Of all files in it. */
  readonly unpackedBytes: number;
};
