// What a profile requires of a kernel on each platform: the platform's own tests unless the profile names others.

import type { AskedPlatform } from "../../model/certify/certified-platform.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { PackedInitramfs } from "../../model/described/packaged-kernel.ts";
import { groupOf, type Platform } from "../../model/described/platform.ts";
import type { Profile, ProfilePlatform } from "../../model/described/profile.ts";
import { required } from "../required.ts";

export type AskedOf = AskedPlatform & {
  /** As it is booted: with the drivers to load on its command line, and the tests that must pass. */
  readonly booted: Platform;
};

/** What a distribution's initramfs asks of every platform. */
export type Early = {
  /** Words for the command line: what starts PID 1, which has another name there. */
  readonly start: readonly string[];
  readonly moreMiB: number;
};

/** `chosen`: platforms of the profile; all of them where absent. */
export function askedOf(
  { platforms }: Descriptions,
  profile: Profile,
  chosen?: readonly string[],
  { start, moreMiB }: Early = { start: [], moreMiB: 0 },
): AskedOf[] {
  const names = Object.keys(profile.platforms).filter((name) => chosen?.includes(name) ?? true);
  return names.map((name) => {
    const platform = required(platforms.get(name), name);
    const own = required(profile.platforms[name], name);
    const { mandatory = platform.probes, config, whereApplicable } = own;
    return {
      platform: name,
      realness: platform.realness,
      under: groupOf(platform),
      mandatory,
      config,
      whereApplicable,
      taint: profile.taint,
      booted: {
        ...platform,
        probes: [...mandatory],
        cmdline: [...withModules(platform, own), ...start],
        memoryMiB: platform.memoryMiB + moreMiB,
      },
    };
  });
}

/** The kernel gives the half of its memory to the file system that it unpacks an initramfs into. */
export function earlyFor(
  { file, unpackedBytes }: PackedInitramfs,
  start: readonly string[],
): Early {
  return { start, moreMiB: Math.ceil((2 * unpackedBytes + file.bytes) / 2 ** 20) };
}

function withModules({ cmdline }: Platform, { modules, cmdline: more }: ProfilePlatform): string[] {
  const loaded = modules.length ? [`tb.modules=${modules.join("+")}`] : [];
  return [...cmdline, ...more, ...loaded];
}

/** All that any of them loads. */
export function modulesOf({ platforms }: Profile): string[] {
  return [...new Set(Object.values(platforms).flatMap(({ modules }) => modules))].toSorted();
}
