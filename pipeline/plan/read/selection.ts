// What of the descriptions a run takes: the filters of the command line, the defaults of twinboot.yaml.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { hypervisorOf, rowOf } from "../../model/described/hypervisor-of.ts";
import {
  guestFileOf,
  type GuestPlatform,
  isGuest,
  isMachine,
  type Platform,
  runsXtf,
} from "../../model/described/platform.ts";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { prerequisitesOf } from "./prerequisites.ts";
import { withSeriesRows } from "./series-rows.ts";
import { touchedArchitectures } from "./touched-architectures.ts";

/** Names as the command line gave them; `all` takes everything, absent takes the default. */
export type Filters = {
  readonly series?: readonly string[];
  readonly head?: readonly string[];
  readonly flavour?: readonly string[];
  readonly platform?: readonly string[];
  /** Platforms by what they run under, of any lane. */
  readonly hypervisor?: readonly string[];
  /** Platforms by their lane; what names platforms comes first. */
  readonly lane?: Platform["lane"];
};

export type Selection = {
  /** The kernel's; those of a hypervisor are the hypervisors that chosen platforms run under. */
  readonly series: readonly string[];
  readonly heads: readonly string[];
  readonly flavours: readonly string[];
  readonly platforms: readonly string[];
};

/** What filters leave of a matrix, as they are typed; empty where they leave all. The nightly lane leaves out nothing. */
export function filterWords({ lane, ...named }: Filters): string {
  const { series, head, flavour, platform, hypervisor } = named;
  const names = Object.entries({ series, head, flavour, platform, hypervisor }).flatMap(
    ([name, values]) =>
      values && !values.includes("all") ? [`--${name} ${values.join(",")}`] : [],
  );
  return [...names, ...(lane === "every-run" ? [`--lane ${lane}`] : [])].join(" ");
}

/** Throws UserError for a name that leads nowhere. */
export function selectionOf(all: Descriptions, filters: Filters): Selection {
  const { installation } = all;
  const wanted = installation.default;
  const heads = Object.keys(installation.heads);
  const kernels = [...all.series.keys(), ...all.brokenSeries.keys()].toSorted();
  const known = [...kernels, ...all.hypervisorSeries.keys()].toSorted();
  const taken = chosen("series", filters.series, known, known);
  const series = kernels.filter((name) => taken.includes(name) || isHalf(all, taken, name));
  const byLane = ofLane(all, filters.lane ?? wanted.lane);
  const named = (asked: readonly string[] | undefined) =>
    asked?.flatMap((name) => installation.sets[name]?.heads ?? [name]);
  return {
    series,
    heads: chosen("head", named(filters.head), heads, named(wanted.heads) ?? []),
    flavours: chosen("flavour", filters.flavour, [...all.flavours.keys()], wanted.flavours),
    platforms: withSeriesRows(
      all,
      taken,
      filters.hypervisor
        ? ofHypervisors(all, filters.hypervisor, filters.platform)
        : chosen(
            "platform",
            filters.platform,
            [...all.platforms.keys()],
            filters.lane ? byLane : [...byLane, ...ofTouched(all, series, byLane)],
          ),
    ),
  };
}

/** The other half of a hypervisor's series that was asked for. */
function isHalf({ hypervisorSeries }: Descriptions, asked: readonly string[], name: string) {
  return asked.some((one) => hypervisorSeries.get(one)?.with?.includes(name));
}

/** Throws UserError for a platform or a flavour that was named and would be in no cell: what is not booted must not look proved. */
export function mustFit(all: Descriptions, filters: Filters, taken: Selection): void {
  const arches = {
    platform: (name: string) => all.platforms.get(name)?.arch,
    flavour: (name: string) => all.flavours.get(name)?.arch,
  };
  mustMeet("platform", filters.platform, arches.platform, {
    what: "flavour",
    archs: taken.flavours.map((name) => arches.flavour(name)),
  });
  mustMeet("flavour", filters.flavour, arches.flavour, {
    what: "platform",
    archs: taken.platforms.map((name) => arches.platform(name)),
  });
}

type Others = { readonly what: string; readonly archs: readonly (string | undefined)[] };

function mustMeet(
  what: string,
  named: readonly string[] = [],
  archOf: (name: string) => string | undefined,
  { what: other, archs }: Others,
): void {
  if (named.includes("all")) return;
  const lonely = named.find((name) => !archs.includes(archOf(name)));
  if (lonely === undefined) return;
  throw new UserError(
    `--${what} ${lonely} is for ${archOf(lonely)}, and no chosen ${other} is: it would be in no cell`,
    `leave it out, or name a ${other} for ${archOf(lonely)}: ./twinboot list ${other}s`,
  );
}

/** The nightly lane takes what every run takes, and more. */
function ofLane({ platforms }: Descriptions, lane: Platform["lane"]): string[] {
  const taken = [...platforms.values()].filter(
    (one) => lane === "nightly" || one.lane === "every-run",
  );
  return taken.map(({ platform }) => platform);
}

/** The rows of an architecture that the lane has none of, where a chosen series is about it. */
function ofTouched(
  all: Descriptions,
  series: readonly string[],
  lane: readonly string[],
): string[] {
  // One of 32 bits is not asked for beside its own of 64: they share what guests know of a machine.
  const kindOf = (arch: string | undefined) => all.architectures.get(arch ?? "")?.guest;
  const archs = lane.flatMap((name) => all.platforms.get(name)?.arch ?? []);
  const there = new Set(archs.map(kindOf));
  const touched = new Set(
    touchedArchitectures(all, series, archs).filter((arch) => !there.has(kindOf(arch))),
  );
  const rows = [...all.platforms.values()].filter(({ arch }) => touched.has(arch));
  return rows.map(({ platform }) => platform);
}

/** `platforms` names rows as they are, or as they are without `-on-HYPERVISOR`. */
function ofHypervisors(
  { platforms, hypervisors }: Descriptions,
  asked: readonly string[],
  named?: readonly string[],
): string[] {
  const taken = chosen("hypervisor", asked, [...hypervisors.keys()], []);
  const rows = [...platforms.values()].flatMap((platform) => {
    const under = hypervisorOf(platforms, platform);
    return under !== undefined && taken.includes(under)
      ? [{ name: platform.platform, plain: rowOf(platform.platform, under) }]
      : [];
  });
  const names = rows.flatMap(({ name, plain }) => [name, plain]);
  const wanted = chosen("platform", named, names, names);
  return rows
    .filter(({ name, plain }) => wanted.includes(name) || wanted.includes(plain))
    .map(({ name }) => name);
}

function chosen(
  what: "series" | "head" | "flavour" | "platform" | "hypervisor",
  asked: readonly string[] | undefined,
  all: readonly string[],
  otherwise: readonly string[],
): readonly string[] {
  if (!asked) return otherwise;
  if (asked.includes("all")) return all;
  const unknown = asked.find((name) => !all.includes(name));
  if (unknown === undefined) return [...new Set(asked)];
  const list = what === "series" ? what : `${what}s`;
  throw unknownName(what, unknown, all, `./twinboot list ${list}`);
}

/** The heads that must be imported: the chosen ones, and those that the chosen series were written on. */
export function neededHeads(all: Descriptions, selection: Selection): string[] {
  const used = selection.series.flatMap((name) => {
    const series = all.series.get(name);
    return series ? [series, ...prerequisitesOf(series, all.series).map((one) => one.series)] : [];
  });
  return [...new Set([...selection.heads, ...used.map(({ base }) => base)])];
}

/** Those that a kernel is built for: a chosen flavour and a chosen platform are for them, or the host of such a platform. */
export function chosenArchitectures(all: Descriptions, selection: Selection): string[] {
  const archs = chosenPlatforms(all, selection).flatMap((platform) => {
    const hosting = platform.entry === "domu" ? platform.hostFlavour : undefined;
    return [platform.arch, all.flavours.get(hosting ?? "")?.arch ?? platform.arch];
  });
  return [...new Set(archs)];
}

/** The hypervisors that the chosen platforms, or their hosts, run under. */
export function neededHypervisors(all: Descriptions, selection: Selection): string[] {
  const names = chosenPlatforms(all, selection).map((platform) =>
    hypervisorOf(all.platforms, platform),
  );
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The images that hosts of the chosen platforms serve guests from. */
export function neededHostImages(all: Descriptions, selection: Selection): string[] {
  const guests = chosenPlatforms(all, selection).filter((platform) => isGuest(platform));
  return [...new Set(guests.map((guest) => hostImageOf(all, guest)))];
}

/** Whether a chosen platform runs the tests of XTF. */
export function takesXtf(all: Descriptions, selection: Selection): boolean {
  return chosenPlatforms(all, selection).some(runsXtf);
}

/** The files of the user's that chosen platforms boot. */
export function neededGuestFiles(all: Descriptions, selection: Selection): string[] {
  const files = chosenPlatforms(all, selection).flatMap((one) => guestFileOf(one) ?? []);
  return [...new Set(files)];
}

/** Its own, or the one that its host serves with. */
export function hostImageOf({ platforms }: Descriptions, { image, host }: GuestPlatform): string {
  const serving = platforms.get(host);
  return image ?? (serving && isMachine(serving) ? serving.serves?.image : undefined) ?? "";
}

/** Those that a chosen flavour boots on: what the others need is not fetched or built. */
function chosenPlatforms({ platforms, flavours }: Descriptions, selection: Selection): Platform[] {
  const archs = new Set(selection.flavours.map((name) => flavours.get(name)?.arch));
  return selection.platforms
    .flatMap((name) => platforms.get(name) ?? [])
    .filter(({ arch }) => archs.has(arch));
}
