// How the kernel's make is called: always in the sandbox, at fixed paths, with a fixed who, when and where.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import { digestOfValue } from "../../model/digest.ts";
import type { Toolchain } from "../../model/described/host.ts";
import type { CommandContext } from "../../model/work/step.ts";
import { KeptBuild } from "../../tools/kept-build.ts";
import { sandboxed } from "../../tools/sandbox.ts";

const source = "/tmp/linux";
const objects = "/tmp/objects";
const scratch = "/tmp/scratch";
const ccache = "/tmp/ccache";

export type KernelFolders = {
  readonly source: string;
  readonly objects: string;
  /** A folder for what this make alone reads and writes. */
  readonly scratch: string;
  readonly cache: CompilerCache;
};

export type CompilerCache = {
  /** Absent: nothing is taken from a cache. */
  readonly dir?: string;
  /** Only the unpatched head fills it: what lies there is taken for the compiler's work by everybody. */
  readonly filled: boolean;
  /** Versions of what compiles, and their digest: results of others are not taken. */
  readonly tools: readonly string[];
};

/** Tells what different compilers made apart. */
export function toolsDigest(tools: readonly string[]): string {
  return digestOfValue([...tools]).slice(0, 16);
}

/** The kept folder of the compiler cache. */
const ccacheFolder = "ccache";

export function toolsOf({ compiler, linker, digest }: Toolchain): string[] {
  return [compiler, linker, digest];
}

export function compilerCache(
  { kept }: CommandContext,
  tools: readonly string[],
  filled: boolean,
): CompilerCache {
  return { dir: kept(ccacheFolder), filled, tools };
}

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
  { make: arch, prefix }: KernelArchitecture,
  targets: readonly string[],
  jobs: number,
): string[] {
  // prettier-ignore
  const make = [
    "make", "-C", source, `O=${objects}`, `-j${jobs}`, `ARCH=${arch}`, `CROSS_COMPILE=${prefix}`,
    // The cache knows the headers that a compiler names, and of a program for the host it does not name the system's.
    `CC=ccache ${prefix}gcc`, "HOSTCC=gcc",
    "KBUILD_BUILD_TIMESTAMP=Thu Jan  1 00:00:00 UTC 1970", "KBUILD_BUILD_VERSION=1",
    "KBUILD_BUILD_USER=twinboot", "KBUILD_BUILD_HOST=twinboot",
    ...targets,
  ];
  return inKernelFolders(folders, make);
}

/** Any command where make runs. */
export function inKernelFolders(folders: KernelFolders, argv: readonly string[]): string[] {
  const { dir, filled } = folders.cache;
  return sandboxed(argv, {
    folders: [
      { from: folders.source, to: source, writable: false },
      { from: folders.objects, to: objects, writable: true },
      { from: folders.scratch, to: scratch, writable: true },
      ...(dir ? [{ from: dir, to: ccache, writable: filled } as const] : []),
    ],
    env: { ...cacheSettings(folders.cache), LC_ALL: "C" },
    cwd: objects,
  });
}

/** ccache(1). Its own file of settings lies in the cache, where whoever fills it could name a compiler. */
function cacheSettings({ dir, filled, tools }: CompilerCache): Record<string, string> {
  if (!dir) return { CCACHE_DISABLE: "1" };
  const readOnly = { CCACHE_READONLY: "1", CCACHE_NOSTATS: "1", CCACHE_TEMPDIR: "/tmp/ccache.tmp" };
  return {
    CCACHE_DIR: ccache,
    CCACHE_CONFIGPATH: "/dev/null",
    CCACHE_COMPILERCHECK: "content",
    // The compiler's own list of headers is believed: to preprocess each file beside it costs a fifth of a first build.
    CCACHE_DEPEND: "1",
    CCACHE_NAMESPACE: `heads-${toolsDigest(tools)}`,
    CCACHE_MAXSIZE: "5G",
    CCACHE_NOHASHDIR: "1",
    ...(filled ? {} : readOnly),
  };
}

/** Where a file of the scratch folder lies for the make. */
export function inScratch(name: string): string {
  return `${scratch}/${name}`;
}

/** The folders as a dry run names them. */
export function plannedFolders(
  context: CommandContext,
  kept: string,
  tools: readonly string[],
): KernelFolders {
  return {
    source: new KeptBuild(context.kept(kept)).source,
    objects: "<objects>",
    scratch: "<scratch>",
    cache: compilerCache(context, tools, false),
  };
}
