// Which kernels boot on which platforms: those of its architecture, or the one flavour that it is made for.

import type { Descriptions } from "./descriptions.ts";
import type { Platform } from "./platform.ts";

type Described = Pick<Descriptions, "platforms" | "flavours">;

/** Whether the flavour and the platform have cells together. */
export function bootsOn(all: Described, flavour: string, platform: Platform): boolean {
  return kindOfFlavour(all, flavour) === kindOfPlatform(all, platform);
}

/**
 * An architecture; or the flavour that is there for this platform and its like, and boots nowhere else. A finished kernel is
 * of no such flavour: it boots wherever it is asked to.
 */
export function kindOfPlatform({ flavours }: Described, { flavour, arch }: Platform): string {
  return flavour !== undefined && flavours.has(flavour) ? flavour : arch;
}

/** The same for a flavour; undefined where it is not described. */
export function kindOfFlavour(
  { platforms, flavours }: Described,
  name: string,
): string | undefined {
  const made = [...platforms.values()].some(({ flavour }) => flavour === name);
  return made ? name : flavours.get(name)?.arch;
}
