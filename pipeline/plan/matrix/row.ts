// One row of the matrix: a kernel on every chosen platform, with what is known to be in the way.

import type { Descriptions } from "../../model/described/descriptions.ts";
import type { HostFacts } from "../../model/described/host.ts";
import type { BootableKernel, PlannedCell, SkippedCell } from "../../model/work/plan.ts";
import {
  guestFileOf,
  type GuestPlatform,
  isGuest,
  isMachine,
  type MachinePlatform,
  type Platform,
  runsXtf,
} from "../../model/described/platform.ts";
import { baseRow } from "../../model/described/series.ts";
import { untold, type Versions } from "../../model/described/needs.ts";
import { knownTrap } from "../../model/described/traps.ts";
import { seriesForKernel } from "./series-for-kernel.ts";
import { elsewhereOf, hypervisorSeriesOf, inOrder, patchedBy } from "./rows-elsewhere.ts";
import { withChangeset } from "./with-changeset.ts";
import { withoutUnsaidEvidence } from "./without-unsaid-evidence.ts";
import { cellOf, type Machinery, type Sharing } from "./cell.ts";
import type { Pins } from "./pins.ts";
import { hostImageOf, type Selection } from "../read/selection.ts";
import { required } from "../required.ts";

export type RowRequest = {
  readonly all: Descriptions;
  readonly selection: Selection;
  readonly pins: Pins;
  readonly host: HostFacts;
  readonly machinery: Machinery;
  /** All of the plan: a host may boot another than its guests. */
  readonly kernels: readonly BootableKernel[];
  /** What the hosts of all guests boot; where absent, the kernel under test or the one of their own flavour. */
  readonly hosting?: BootableKernel;
};

export type Row = { readonly cells: PlannedCell[]; readonly skipped: SkippedCell[] };

/** `base`: the unpatched cells of the same head that are planned already. */
export function rowOf(
  request: RowRequest,
  kernel: BootableKernel,
  base: readonly PlannedCell[],
): Row {
  const { all, selection, pins, machinery } = request;
  const { series, head, flavour, built } = kernel;
  const own = required(all.flavours.get(flavour), flavour);
  const chosen = selection.platforms
    .map((name) => withChangeset(all, pins, required(all.platforms.get(name), name)))
    .map((platform) => withoutUnsaidEvidence(own, platform))
    .filter((platform) => platform.arch === own.arch)
    .filter((platform) => isFor(all, series, platform));
  const bootable = chosen.filter((platform) => !obstacle(request, head, platform));
  const whole = all.series.get(series);
  const promised = whole && seriesForKernel(whole, pins.heads.get(head), own.arch);
  const made = new Map<string, PlannedCell>();
  for (const platform of inOrder(all, bootable)) {
    const unpatched = base.find(
      (cell) => cell.platform === platform.platform && cell.flavour === flavour,
    );
    const hosting = hostKernel(request, kernel, platform);
    const smoke = [...base, ...made.values()].find(
      (cell) =>
        isGuest(platform) &&
        cell.platform === platform.host &&
        cell.series === baseRow &&
        cell.flavour === hosting.flavour,
    );
    const cell = cellOf({
      kernel,
      hosting,
      platform,
      machinery,
      known: [...all.known.values()],
      bare: base.filter(
        (one) =>
          one.flavour === flavour &&
          isBare(required(all.platforms.get(one.platform), one.platform)),
      ),
      ...(isGuest(platform) ? { sharing: sharingOf(request, platform, bootable) } : {}),
      ...(promised ? { promised } : {}),
      ...(unpatched ? { base: unpatched } : {}),
      ...(smoke ? { host: smoke } : {}),
      ...patchedBy(all, platform),
      ...elsewhereOf(all, platform, flavour, [...base, ...made.values()]),
      ...baselineOf(request, kernel, platform, made),
    });
    made.set(platform.platform, cell);
  }
  return {
    cells: bootable.flatMap(({ platform }) => made.get(platform) ?? []),
    skipped: chosen.flatMap((platform) => {
      const why = obstacle(request, head, platform);
      return why
        ? [{ series, head, flavour, platform: platform.platform, kernel: built, why }]
        : [];
    }),
  };
}

/**
 * Under a hypervisor that a series made the unpatched kernel is booted, and the other halves of that series. XTF tests the
 * hypervisor: no series of the kernel is seen there.
 */
function isFor(all: Descriptions, kernel: string, platform: Platform): boolean {
  if (runsXtf(platform) && kernel !== baseRow) return false;
  const own = hypervisorSeriesOf(all, platform);
  return !own || kernel === baseRow || (own.with ?? []).includes(kernel);
}

/** What the guest's host boots: this kernel too, or the one of the flavour that the platform names. */
function hostKernel(
  { kernels, hosting }: RowRequest,
  kernel: BootableKernel,
  platform: Platform,
): BootableKernel {
  if (hosting && isGuest(platform)) return hosting;
  const flavour = platform.entry === "domu" ? platform.hostFlavour : undefined;
  if (flavour === undefined) return kernel;
  const { series, head } = kernel;
  const found = kernels.find(
    (one) => one.series === series && one.head === head && one.flavour === flavour,
  );
  return required(found, `the kernel ${flavour} of ${platform.platform}'s host`);
}

/** A machine as QEMU emulates it, and no interface of a hypervisor in it. */
function isBare({ entry, realness }: Platform): boolean {
  return entry === "direct" && realness === "real";
}

/** Of this row where it is chosen, judged beside it where it is not; absent where it cannot be booted here. */
function baselineOf(
  request: RowRequest,
  kernel: BootableKernel,
  { baseline: name }: Platform,
  made: ReadonlyMap<string, PlannedCell>,
): { baseline?: PlannedCell } {
  if (!name) return {};
  const platform = required(request.all.platforms.get(name), name);
  if (obstacle(request, kernel.head, platform)) return {};
  const { machinery } = request;
  return {
    baseline:
      made.get(name) ??
      cellOf({
        kernel,
        hosting: kernel,
        platform,
        machinery,
        known: [...request.all.known.values()],
      }),
  };
}

/** A guest is in the way of what its host is in the way of; its own QEMU is the one in the host's image. */
function obstacle(request: RowRequest, head: string, platform: Platform): string | undefined {
  const { all, pins, host } = request;
  const pin = pins.heads.get(head);
  const kernel = pin?.kind === "debian" ? { kernel: pin.version } : {};
  if (runsXtf(platform) && !all.installation.xtf)
    return "nothing names the source of XTF: xtf in twinboot.yaml, as docs/descriptions.md says";
  if (!isGuest(platform))
    return knownTrap(platform, { ...machineVersions(request, platform), ...kernel });
  const under = obstacle(request, head, hostOf(all, platform));
  if (under) return under;
  const packages = pins.hostImages.get(hostImageOf(all, platform)) ?? [];
  const qemu = packages.find(({ name }) => name.startsWith("qemu-system"))?.version;
  return knownTrap(platform, { qemu: qemu ?? host.qemu.version, ...kernel });
}

/** Of what a machine is emulated and run by. */
function machineVersions({ pins, host }: RowRequest, platform: Platform): Versions {
  const { qemu = host.qemu } = host.tools.get(platform.arch) ?? {};
  const name = platform.entry === "dom0" ? platform.hypervisor.name : "";
  const under = pins.hypervisors.get(name);
  const hypervisor = under && ("version" in under ? under.version : untold);
  return { qemu: qemu.version, ...(hypervisor ? { hypervisor } : {}) };
}

/**
 * Guests of one host, image and lane share a boot: one more nightly guest leaves the records of every run alone. A test of XTF
 * may bring down what others run under, and a file of the user's may not be there.
 */
function sharingOf(
  { all }: RowRequest,
  guest: GuestPlatform,
  bootable: readonly Platform[],
): Sharing {
  const image = hostImageOf(all, guest);
  if (isAlone(guest)) return { host: hostOf(all, guest), image, guests: [guest] };
  const guests = bootable
    .filter((one) => isGuest(one))
    .filter(
      (one) =>
        one.host === guest.host &&
        one.lane === guest.lane &&
        one.arch === guest.arch &&
        !isAlone(one) &&
        hostImageOf(all, one) === image,
    );
  return { host: hostOf(all, guest), image, guests };
}

function isAlone(guest: GuestPlatform): boolean {
  return runsXtf(guest) || guestFileOf(guest) !== undefined;
}

export function hostOf(all: Descriptions, { host }: GuestPlatform): MachinePlatform {
  const platform = required(all.platforms.get(host), host);
  if (isMachine(platform)) return platform;
  throw new Error(`${host} was not checked to be a host`);
}
