// How the kernel's make is called: always in the sandbox, at fixed paths, with a fixed who, when and where.

import type { Architecture } from "../model/architecture.ts";
import type { CommandContext } from "../model/step.ts";
import { sandboxed } from "../tools/sandbox.ts";

const source = "/tmp/linux";
const objects = "/tmp/objects";
const scratch = "/tmp/scratch";
const ccache = "/tmp/ccache";

export type KernelFolders = {
  readonly source: string;
  readonly objects: string;
  /** A folder for what this make alone reads and writes. */
  readonly scratch: string;
  readonly ccache: string;
};

/** The kept folder of the compiler cache. */
export const ccacheFolder = "ccache";

/** The kept folder of one flavour on one kernel series: `build-guest-7.2`. */
export function keptBuildFolder(flavour: string, release: string): string {
  return `build-${flavour}-${release.split(".").slice(0, 2).join(".")}`;
}

/**
 * One make line. Fixed values of KBUILD_BUILD_* (Documentation/kbuild/reproducible-builds.rst) and fixed paths
 * make two builds of one tree equal to the byte, wherever they are done.
 */
export function kernelMake(
  folders: KernelFolders,
  { make: arch }: Architecture,
  targets: readonly string[],
  jobs: number,
): string[] {
  // prettier-ignore
  const make = [
    "make", "-C", source, `O=${objects}`, `-j${jobs}`, `ARCH=${arch}`,
    "CC=ccache gcc", "HOSTCC=ccache gcc",
    "KBUILD_BUILD_TIMESTAMP=Thu Jan  1 00:00:00 UTC 1970", "KBUILD_BUILD_VERSION=1",
    "KBUILD_BUILD_USER=twinboot", "KBUILD_BUILD_HOST=twinboot",
    ...targets,
  ];
  return sandboxed(make, {
    folders: [
      { from: folders.source, to: source, writable: false },
      { from: folders.objects, to: objects, writable: true },
      { from: folders.scratch, to: scratch, writable: true },
      { from: folders.ccache, to: ccache, writable: true },
    ],
    env: { CCACHE_DIR: ccache, CCACHE_MAXSIZE: "5G", CCACHE_NOHASHDIR: "1", LC_ALL: "C" },
    cwd: objects,
  });
}

/** Where a file of the scratch folder lies for the make. */
export function inScratch(name: string): string {
  return `${scratch}/${name}`;
}

/** The folders of a kept build as a dry run names them. */
export function plannedFolders(
  context: CommandContext,
  flavour: string,
  release: string,
): KernelFolders {
  const kept = context.kept(keptBuildFolder(flavour, release));
  return {
    source: `${kept}/source`,
    objects: `${kept}/objects`,
    scratch: "<scratch>",
    ccache: context.kept(ccacheFolder),
  };
}
