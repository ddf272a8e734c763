// Names that one description uses of another: each must exist, or nothing starts.

import { UserError } from "../../model/errors.ts";
import {
  type GuestPlatform,
  isForeign,
  isGuest,
  type Platform,
} from "../../model/described/platform.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { Series } from "../../model/described/series.ts";
import { unknownName } from "../../model/unknown-name.ts";
import { prerequisitesOf } from "./prerequisites.ts";
import { brokenOr } from "./read-all-series.ts";

/** Throws UserError for the first name that leads nowhere, with file and key. */
export function checkReferences(all: Descriptions): void {
  const { installation, platforms } = all;
  const heads = new Set(Object.keys(installation.heads));
  const wanted = installation.default;
  checkSets(installation);
  const named = new Set([...heads, ...Object.keys(installation.sets)]);
  known(wanted.heads, named, "twinboot.yaml: default.heads", "head");
  known(wanted.rebase ?? [], named, "twinboot.yaml: default.rebase", "head");
  known(wanted.flavours, all.flavours, "twinboot.yaml: default.flavours", "flavour");
  checkBench(all);
  for (const [name, { arch }] of all.flavours)
    known([arch], all.architectures, `images/flavours/${name}.yaml: arch`, "architecture");
  for (const [name, platform] of platforms) checkPlatform(name, platform, all);
  known(
    installation.certify.map(({ profile }) => profile),
    all.profiles,
    "twinboot.yaml: certify.profile",
    "profile",
  );
  for (const [name, profile] of all.profiles)
    known(
      Object.keys(profile.platforms),
      platforms,
      `images/profiles/${name}.yaml: platforms`,
      "platform",
    );
  for (const [name, { platform }] of all.results)
    if (platforms.has(platform))
      throw new UserError(
        `results/${name}: platform: ${platform} is one of Twinboot's own platforms`,
        "give results from elsewhere a platform name of their own",
      );
  for (const [name, { platforms: on = [], heads: of = [] }] of all.known) {
    known(on, platforms, `images/known/${name}.yaml: platforms`, "platform");
    known(of, heads, `images/known/${name}.yaml: heads`, "head");
  }
  for (const [name, { onTopOf }] of all.hostImages)
    if (onTopOf) known([onTopOf], all.hostImages, `images/${name}/image.yaml: onTopOf`, "image");
}

/** A set must not have the name of a head: it would be ambiguous. */
function checkSets({ heads, sets }: Descriptions["installation"]): void {
  const sound = new Map(Object.entries(sets).filter(([, { otherwise }]) => !otherwise));
  for (const [name, set] of Object.entries(sets)) {
    const where = `twinboot.yaml: sets.${name}`;
    if (heads[name] || name === "all")
      throw new UserError(`${where}: ${name} is a reserved name`, "give the set another name");
    known(set.heads, new Set(Object.keys(heads)), `${where}.heads`, "head");
    known(set.otherwise ? [set.otherwise] : [], sound, `${where}.otherwise`, "set");
  }
}

function checkBench({ installation, platforms, flavours }: Descriptions): void {
  const { platforms: counted = [], native } = installation.bench ?? {};
  known(counted, platforms, "twinboot.yaml: bench.platforms", "platform");
  known(native ? [native] : [], flavours, "twinboot.yaml: bench.native", "flavour");
}

/** Takes out the series that name what is not there, each with its reason. */
export function withSoundSeries(all: Descriptions): Descriptions {
  const broken = new Map(all.brokenSeries);
  for (const [name, series] of all.series) {
    const wrong = brokenOr(() => checkSeries(series, all));
    if (wrong) broken.set(name, wrong);
  }
  const sound = new Map([...all.series].filter(([name]) => !broken.has(name)));
  return { ...all, series: sound, brokenSeries: broken };
}

function checkSeries(series: Series, all: Descriptions): void {
  const { base, expects, skips, arch = [] } = series;
  const file = `patches/${series.series}/series.yaml`;
  known([base], new Map(Object.entries(all.installation.heads)), `${file}: base`, "head");
  known(arch, all.architectures, `${file}: arch`, "architecture");
  known(Object.keys(expects), all.platforms, `${file}: expects`, "platform");
  known(Object.keys(skips), all.platforms, `${file}: skips`, "platform");
  prerequisitesOf(series, all.series);
}

type Known = { has(name: string): boolean; keys(): Iterable<string> };

function known(names: readonly string[], all: Known, where: string, what: string): void {
  const unknown = names.find((name) => !all.has(name));
  if (unknown === undefined) return;
  const { message } = unknownName(what, unknown, all.keys(), "");
  throw new UserError(`${where}: ${message}`, "correct the name there");
}

function checkPlatform(name: string, platform: Platform, all: Descriptions): void {
  const file = `images/platforms/${name}.yaml`;
  known([platform.arch], all.architectures, `${file}: arch`, "architecture");
  const collections = new Set(all.selftests.programs.map(({ collection }) => collection));
  known(platform.selftests, collections, `${file}: selftests`, "collection of selftests");
  const { flavour, arch } = platform;
  const own = new Map([...all.flavours].filter(([, one]) => one.arch === arch));
  known(flavour === undefined ? [] : [flavour], own, `${file}: flavour`, "flavour");
  checkProof(file, platform);
  if (platform.baseline) known([platform.baseline], machines(all), `${file}: baseline`, "platform");
  if (isGuest(platform)) return checkGuest(file, platform, all);
  if (platform.entry === "uml") return;
  const images = [platform.serves?.image].filter((image) => image !== undefined);
  known(images, all.hostImages, `${file}: serves.image`, "image");
  if (platform.entry === "dom0")
    known([platform.hypervisor.name], all.hypervisors, `${file}: hypervisor.name`, "hypervisor");
}

/** Ours says records, another's guest its console alone; either must have something to say. */
function checkProof(file: string, platform: Platform): void {
  const foreign = isForeign(platform);
  const { probes, realness, evidence } = platform;
  if (foreign !== (realness === "foreign-guest"))
    throw new UserError(
      `${file}: realness: foreign-guest is for a domu with guest, and for no other`,
      `correct ${file}`,
    );
  if (foreign ? probes.length > 0 || Object.keys(evidence.facts).length > 0 : !probes.length)
    throw new UserError(
      `${file}: probes: ${foreign ? "a guest that is not ours reports no tests and no facts" : "name at least one"}`,
      `correct ${file}`,
    );
  if (foreign && !evidence.console.length)
    throw new UserError(
      `${file}: evidence.console: it is all that proves a guest that is not ours`,
      "name what it prints",
    );
}

/** Platforms that need no host: what others are seen against. */
function machines({ platforms }: Descriptions): Known {
  return new Map([...platforms].filter(([, platform]) => !isGuest(platform)));
}

/** A domU needs a dom0, a guest of QEMU a host that is not one; either must have something to serve it with. */
function checkGuest(file: string, guest: GuestPlatform, all: Descriptions): void {
  known([guest.host], all.platforms, `${file}: host`, "platform");
  if (guest.image) known([guest.image], all.hostImages, `${file}: image`, "image");
  const host = all.platforms.get(guest.host);
  const entry = guest.entry === "domu" ? "dom0" : "direct";
  if (guest.entry === "domu" && guest.hostFlavour)
    known([guest.hostFlavour], all.flavours, `${file}: hostFlavour`, "flavour");
  if (host?.entry !== entry)
    throw new UserError(
      `${file}: host: ${guest.host} is not a platform with entry ${entry}`,
      `correct ${file}`,
    );
  if (host.serves) return;
  throw new UserError(
    `${file}: host: ${guest.host} has no serves`,
    `add serves to images/platforms/${guest.host}.yaml`,
  );
}
