// One row of the matrix: a kernel on every chosen platform, with what is known to be in the way.

import type { Descriptions } from "../model/descriptions.ts";
import type { HostFacts } from "../model/host.ts";
import type { PlannedCell, PlannedKernel, SkippedCell } from "../model/plan.ts";
import {
  type GuestPlatform,
  isGuest,
  type MachinePlatform,
  type Platform,
} from "../model/platform.ts";
import { baseRow } from "../model/series.ts";
import { knownTrap } from "../model/traps.ts";
import { cellOf, type Machinery, type Sharing } from "./cell.ts";
import type { Pins } from "./pins.ts";
import { hostImageOf, type Selection } from "./selection.ts";
import { wanted } from "./wanted.ts";

export type RowGround = {
  readonly all: Descriptions;
  readonly selection: Selection;
  readonly pins: Pins;
  readonly host: HostFacts;
  readonly machinery: Machinery;
};

export type Row = { readonly cells: PlannedCell[]; readonly skipped: SkippedCell[] };

/** `base`: the unpatched row of the same head and flavour; empty where this is that one. */
export function rowOf(ground: RowGround, kernel: PlannedKernel, base: readonly PlannedCell[]): Row {
  const { all, selection, machinery } = ground;
  const { series, head, flavour, built } = kernel;
  const chosen = selection.platforms.map((name) => wanted(all.platforms.get(name), name));
  const bootable = chosen.filter((platform) => !obstacle(ground, platform));
  const promised = all.series.get(series);
  const made = new Map<string, PlannedCell>();
  // Hosts first: their guests look at them.
  for (const platform of bootable.toSorted((a, b) => Number(isGuest(a)) - Number(isGuest(b)))) {
    const unpatched = base.find((cell) => cell.platform === platform.platform);
    const rows = series === baseRow ? [...made.values()] : base;
    const smoke = rows.find((cell) => isGuest(platform) && cell.platform === platform.host);
    const cell = cellOf({
      kernel,
      platform,
      machinery,
      ...(isGuest(platform) ? { sharing: sharingOf(ground, platform, bootable) } : {}),
      ...(promised ? { promised } : {}),
      ...(unpatched ? { base: unpatched } : {}),
      ...(smoke ? { host: smoke } : {}),
    });
    made.set(platform.platform, cell);
  }
  return {
    cells: bootable.flatMap(({ platform }) => made.get(platform) ?? []),
    skipped: chosen.flatMap((platform) => {
      const why = obstacle(ground, platform);
      return why
        ? [{ series, head, flavour, platform: platform.platform, kernel: built, why }]
        : [];
    }),
  };
}

/** A guest is in the way of what its host is in the way of; its own QEMU is the one in the host's image. */
function obstacle(ground: RowGround, platform: Platform): string | undefined {
  const { all, pins, host } = ground;
  if (!isGuest(platform)) {
    const name = platform.entry === "dom0" ? platform.hypervisor.name : "";
    const hypervisor = pins.hypervisors.get(name)?.version;
    const there = { qemu: host.qemu.version, ...(hypervisor ? { hypervisor } : {}) };
    return knownTrap(platform, there);
  }
  const under = obstacle(ground, hostOf(all, platform));
  if (under) return under;
  const packages = pins.hostImages.get(hostImageOf(all, platform)) ?? [];
  const qemu = packages.find(({ name }) => name.startsWith("qemu-system"))?.version;
  return knownTrap(platform, { qemu: qemu ?? host.qemu.version });
}

/** Guests of one host, image and lane share a boot: one more nightly guest leaves the records of every run alone. */
function sharingOf(
  { all }: RowGround,
  guest: GuestPlatform,
  bootable: readonly Platform[],
): Sharing {
  const image = hostImageOf(all, guest);
  const guests = bootable
    .filter((one) => isGuest(one))
    .filter(
      (one) =>
        one.host === guest.host && one.lane === guest.lane && hostImageOf(all, one) === image,
    );
  return { host: hostOf(all, guest), image, guests };
}

export function hostOf(all: Descriptions, { host }: GuestPlatform): MachinePlatform {
  const platform = wanted(all.platforms.get(host), host);
  if (!isGuest(platform)) return platform;
  throw new Error(`${host} was not checked to be a host`);
}
