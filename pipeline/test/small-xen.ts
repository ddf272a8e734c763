// A tree that builds as Xen does, in a moment: the same targets and products, and a name for its source.

import type {
  BuildableHypervisor,
  BuiltHypervisor,
  SourcePin,
} from "../model/described/hypervisor.ts";
import type { RebasedSeries } from "../model/described/series.ts";
import { step, type Step } from "../model/work/step.ts";
import { buildHypervisor } from "../steps/build/build-hypervisor.ts";
import type { Tree } from "./git-rig.ts";

const makefile = `export XEN_VERSION       = 4
export XEN_SUBVERSION    = 23
export XEN_EXTRAVERSION ?= -unstable$(XEN_VENDORVERSION)
defconfig:
	@echo CONFIG_HVM=y > .config
olddefconfig:
	@true
build:
	@cat $(wildcard ../.scmversion) common.c > xen
	@cp xen xen.efi
`;

/** The image is where the source came from, and this line. */
export const smallXen = {
  "xen/Makefile": makefile,
  "xen/common.c": "one\n",
  ".gitattributes": "common.c export-ignore\n",
} as const satisfies Tree;

export function builtSmallXen(
  source: BuildableHypervisor["source"],
  pin: SourcePin,
  patches: NonNullable<BuildableHypervisor["patches"]> = [],
): Step<BuiltHypervisor> {
  return step(buildHypervisor, "small", paramsOf(source, pin, patches), {});
}

/** With a series of its own on it, which calls itself `small`. */
export function patchedSmallXen(
  source: BuildableHypervisor["source"],
  pin: SourcePin,
  rebased: Step<RebasedSeries>,
): Step<BuiltHypervisor> {
  const params = { ...paramsOf(source, pin), series: "small", changeset: "series:small:0123" };
  return step(buildHypervisor, "small", params, { rebased });
}

function paramsOf(
  source: BuildableHypervisor["source"],
  pin: SourcePin,
  patches: NonNullable<BuildableHypervisor["patches"]> = [],
) {
  const described = { hypervisor: "small", source, config: "small.config" };
  const hypervisor = { ...described, fragment: "CONFIG_PV=y\n", patches };
  const toolchain = { compiler: "gcc 12.2.0", linker: "GNU ld 2.40", digest: "ab".repeat(32) };
  return { hypervisor, pin, toolchain, target: { architecture: "x86_64", prefix: "" } };
}
