// The descriptions with planted faults in them: for each fault a platform of its own, and a host of its own where it has one.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Descriptions, Named } from "../../model/described/descriptions.ts";
import { UserError } from "../../model/errors.ts";
import type { HostImageDescription } from "../../model/described/image.ts";
import {
  isGuest,
  isMachine,
  type MachinePlatform,
  type Platform,
} from "../../model/described/platform.ts";
import type { Series } from "../../model/described/series.ts";
import { readSeries } from "../../plan/read/read-series.ts";
import type { BootFault } from "./planted-fault.ts";

/** Relative to the checkout: series whose kernels are broken; they may be planted upon those of patches/. */
const kernels = "pipeline/test/faults/kernels";

/** `root`: the checkout. What is not broken stands beside it, to compare with. */
export function faultyDescriptions(
  all: Descriptions,
  root: string,
  faults: readonly BootFault[],
): Descriptions {
  return {
    ...all,
    series: new Map([...all.series, ...brokenKernels(root)]),
    brokenSeries: new Map(),
    platforms: new Map([
      ...all.platforms,
      ...faults.flatMap((fault) => platformsOf(all.platforms, fault)),
    ]),
    hostImages: new Map([...all.hostImages, ...faults.flatMap((fault) => imagesOf(all, fault))]),
  };
}

/** The platform that a fault is booted on. */
export function platformOf({ name, platform }: BootFault): string {
  return `${platform}-${name}`;
}

function hostOf(fault: BootFault): string {
  return `host-of-${platformOf(fault)}`;
}

/** The host's image, where the fault changes it. */
export function imageOf(fault: BootFault): string | undefined {
  return fault.host?.init.length ? `image-of-${platformOf(fault)}` : undefined;
}

function brokenKernels(root: string): Named<Series> {
  const names = readdirSync(join(root, kernels)).toSorted();
  return new Map(names.map((name) => [name, readSeries(root, name, `${kernels}/${name}`).value]));
}

function platformsOf(platforms: Named<Platform>, fault: BootFault): [string, Platform][] {
  const good = known(platforms, fault.platform);
  const platform = platformOf(fault);
  const own = {
    cmdline: [...good.cmdline, ...fault.cmdline],
    clocks: { ...good.clocks, ...fault.clocks },
  };
  if (!isGuest(good))
    return [[platform, { ...(isMachine(good) ? underXen(good, fault) : good), ...own, platform }]];
  const image = imageOf(fault);
  const guest = { ...good, ...own, platform, host: hostOf(fault), ...(image ? { image } : {}) };
  const host = known(platforms, good.host);
  if (!isMachine(host)) throw new Error(`${good.host} serves no guests`);
  return [
    [hostOf(fault), brokenHost(host, fault)],
    [platform, guest],
  ];
}

function brokenHost(good: MachinePlatform, fault: BootFault): Platform {
  const { cmdline = [], clocks = {} } = fault.host ?? {};
  return {
    ...underXen(good, fault),
    platform: hostOf(fault),
    cmdline: [...good.cmdline, ...cmdline],
    clocks: { ...good.clocks, ...clocks },
  };
}

function underXen(good: MachinePlatform, { xen }: BootFault): MachinePlatform {
  if (good.entry !== "dom0") return good;
  const { hypervisor } = good;
  return { ...good, hypervisor: { ...hypervisor, cmdline: [...hypervisor.cmdline, ...xen] } };
}

function imagesOf(all: Descriptions, fault: BootFault): [string, HostImageDescription][] {
  const image = imageOf(fault);
  if (!image) return [];
  const good = known(all.hostImages, servingImage(all, fault));
  let init = good.sources["init"] ?? "";
  for (const { replace, by } of fault.host?.init ?? []) {
    if (!init.includes(replace))
      throw new UserError(
        `${fault.name}: the init of ${good.image} has no "${replace}"`,
        "see images/*/init, and correct the fault",
      );
    init = init.replace(replace, by);
  }
  return [[image, { ...good, image, sources: { ...good.sources, init } }]];
}

/** The image that the fault's host would serve from if it were not broken. */
export function servingImage({ platforms }: Descriptions, { platform }: BootFault): string {
  const guest = known(platforms, platform);
  const host = isGuest(guest) ? known(platforms, guest.host) : guest;
  const own = isGuest(guest) ? guest.image : undefined;
  return own ?? (isMachine(host) ? host.serves?.image : undefined) ?? "";
}

function known<T>(all: Named<T>, name: string): T {
  const found = all.get(name);
  if (found) return found;
  throw new UserError(`a planted fault names ${name}`, `there are: ${[...all.keys()].join(", ")}`);
}
