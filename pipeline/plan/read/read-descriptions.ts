// Everything that a run is told, read from the checkout and checked before anything starts.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { type Architecture, architectureSchema } from "../../model/described/architecture.ts";
import { UserError } from "../../model/errors.ts";
import { type Flavour, flavourSchema } from "../../model/described/flavour.ts";
import { type Hypervisor, hypervisorSchema } from "../../model/described/hypervisor.ts";
import {
  type HostImageDescription,
  hostImageSchema,
  type Sources,
} from "../../model/described/image.ts";
import { type Known, knownSchema } from "../../model/described/known.ts";
import {
  type ImportedResult,
  importedResultSchema,
} from "../../model/described/imported-result.ts";
import { installationSchema } from "../../model/described/installation.ts";
import { platformSchema } from "../../model/described/platform.ts";
import { type Profile, profileSchema } from "../../model/described/profile.ts";
import { withoutProse } from "../../model/described/prose.ts";
import type { Descriptions, Named, NamedValue } from "../../model/described/descriptions.ts";
import type { SelftestList } from "../../model/described/selftests.ts";
import { selftestList } from "../../parse/console/selftest-list.ts";
import { checkReferences, withSoundSeries } from "./check-references.ts";
import { withHypervisorSeries } from "./hypervisor-series.ts";
import { readAllSeries } from "./read-all-series.ts";
import { readText, readYaml } from "./read-yaml.ts";
import { withRowsUnder } from "./rows-under.ts";

/** Throws UserError for the first mistake, naming file and key. `today`: what has expired is one. */
export function readDescriptions(root: string, today = new Date()): Descriptions {
  const platforms = readPlatforms(root);
  const descriptions = withRowsUnder({
    hypervisorSeries: new Map(),
    installation: readYaml(join(root, "twinboot.yaml"), "twinboot.yaml", installationSchema),
    ...readAllSeries(root, folders(root, "patches")),
    architectures: readArchitectures(root),
    flavours: readFlavours(root),
    platforms: mapped(platforms, withoutProse),
    platformProse: mapped(platforms, ({ describes }) => describes),
    profiles: readProfiles(root),
    hypervisors: byName(folders(root, "hypervisor"), "hypervisor", (name) =>
      readHypervisor(root, name),
    ),
    hostImages: readHostImages(root),
    known: readKnown(root, today),
    results: readResults(root),
    guest: readGuest(root),
    selftests: readTestList(root, "images/selftests/list"),
    counter: readText(join(root, "images/counter/counter.c"), "images/counter/counter.c"),
    bootSector: readText(join(root, "images/accelerator/boot.S"), "images/accelerator/boot.S"),
    tscSector: readText(join(root, "images/accelerator/tsc.S"), "images/accelerator/tsc.S"),
  });
  checkReferences(descriptions);
  return withSoundSeries(withHypervisorSeries(descriptions));
}

function readArchitectures(root: string): Named<Architecture> {
  const folder = "images/architectures";
  return byName(yamlFiles(root, folder), folder, (file) => {
    const value = readYaml(join(root, folder, file), `${folder}/${file}`, architectureSchema);
    return { name: value.architecture, value: withoutProse(value) };
  });
}

function readFlavours(root: string): Named<Flavour> {
  const folder = "images/flavours";
  return byName(yamlFiles(root, folder), folder, (file) => {
    const shown = `${folder}/${file}`;
    const flavour = readYaml(join(root, shown), shown, flavourSchema);
    const texts = flavour.fragments.map((name) =>
      readText(join(root, folder, name), `${folder}/${name}`),
    );
    return { name: flavour.flavour, value: { ...flavour, fragment: texts.join("\n") } };
  });
}

function readPlatforms(root: string): Named<z.infer<typeof platformSchema>> {
  const folder = "images/platforms";
  return byName(yamlFiles(root, folder), folder, (file) => {
    const value = readYaml(join(root, folder, file), `${folder}/${file}`, platformSchema);
    return { name: value.platform, value };
  });
}

function readProfiles(root: string): Named<Profile> {
  const folder = "images/profiles";
  return byName(yamlFiles(root, folder), folder, (file) => {
    const value = readYaml(join(root, folder, file), `${folder}/${file}`, profileSchema);
    return { name: value.profile, value: withoutProse(value) };
  });
}

function readKnown(root: string, today: Date): Named<Known> {
  const folder = "images/known";
  return byName(yamlFiles(root, folder), folder, (file) => {
    const shown = `${folder}/${file}`;
    const value = readYaml(join(root, shown), shown, knownSchema);
    if (value.expires < today.toISOString().slice(0, 10))
      throw new UserError(
        `${shown}: it expired on ${value.expires}`,
        `see ${value.link}: remove ${shown}, or set a new date`,
      );
    return { name: value.known, value };
  });
}

/** YAML or JSON, which is YAML too. */
function readResults(root: string): Named<ImportedResult> {
  const files = entries(root, "results").filter((name) => /\.(?:yaml|json)$/.test(name));
  return byName(files, "results", (file) => {
    const value = readYaml(join(root, "results", file), `results/${file}`, importedResultSchema);
    return { name: value.result, value };
  });
}

/** The folders of images that have an image.yaml; one on top of another has that one's texts before its own. */
function readHostImages(root: string): Named<HostImageDescription> {
  const named = folders(root, "images").filter((name) =>
    existsSync(join(root, "images", name, "image.yaml")),
  );
  return byName(named, "images", (name) => {
    const shown = `images/${name}/image.yaml`;
    const image = readYaml(join(root, shown), shown, hostImageSchema);
    const below = image.onTopOf ? hostSources(root, image.onTopOf) : {};
    const sources = joined(inPlace(below, image.instead), hostSources(root, name));
    return { name: image.image, value: { ...withoutProse(image), sources } };
  });
}

/** With what a suite has in place of what the texts name. */
function inPlace(sources: Sources, instead: Readonly<Record<string, string>>): Sources {
  const replaced = (text: string): string =>
    Object.entries(instead).reduce((said, [old, own]) => said.replaceAll(old, own), text);
  return Object.fromEntries(Object.entries(sources).map(([name, text]) => [name, replaced(text)]));
}

function hostSources(root: string, name: string): Sources {
  return readSources(root, `images/${name}`, /^(?:init|files|packages)$/);
}

function joined(below: Sources, own: Sources): Sources {
  const names = new Set([...Object.keys(below), ...Object.keys(own)]);
  return Object.fromEntries(
    [...names].map((name) => [name, `${below[name] ?? ""}${own[name] ?? ""}`]),
  );
}

function readHypervisor(root: string, name: string): NamedValue<Hypervisor> {
  const shown = `hypervisor/${name}/hypervisor.yaml`;
  const hypervisor = readYaml(join(root, shown), shown, hypervisorSchema);
  if (!("config" in hypervisor)) return { name: hypervisor.hypervisor, value: hypervisor };
  const config = `hypervisor/${name}/${hypervisor.config}`;
  const tests = `hypervisor/${name}/${hypervisor.tests}`;
  const { patches, ...described } = hypervisor;
  const texts = patches?.map((file) => {
    const path = `hypervisor/${name}/${file}`;
    return { name: file, text: readText(join(root, path), path) };
  });
  const value = {
    ...described,
    fragment: readText(join(root, config), config),
    testList: readTestList(root, tests),
    ...(texts ? { patches: texts } : {}),
  };
  return { name: hypervisor.hypervisor, value };
}

function readTestList(root: string, shown: string): SelftestList {
  const text = readText(join(root, shown), shown);
  return { text, programs: selftestList(text, shown) };
}

/** The common sources by name, those of an architecture as `arch/NAME/FILE`. */
function readGuest(root: string): Sources {
  const top = "images/guest";
  const own = folders(root, `${top}/arch`).map((name) => {
    const found = Object.entries(readSources(root, `${top}/arch/${name}`, guestSource));
    return Object.fromEntries(found.map(([file, text]) => [`arch/${name}/${file}`, text]));
  });
  return Object.assign(readSources(root, top, guestSource), ...own) as Sources;
}

const guestSource = /\.[ch]$/;

function readSources(root: string, folder: string, wanted: RegExp): Sources {
  const files = entries(root, folder).filter((name) => wanted.test(name));
  return Object.fromEntries(
    files.map((name) => [name, readText(join(root, folder, name), `${folder}/${name}`)]),
  );
}

/** Two descriptions with one name are a mistake: it would not be clear which one ran. */
function byName<T>(
  sources: readonly string[],
  folder: string,
  read: (source: string) => NamedValue<T>,
): Named<T> {
  const found = new Map<string, T>();
  const from = new Map<string, string>();
  for (const source of sources) {
    const { name, value } = read(source);
    const other = from.get(name);
    if (other)
      throw new UserError(
        `${folder}/${source}: the name ${name} is already used by ${folder}/${other}`,
        "give each a name of its own",
      );
    from.set(name, source);
    found.set(name, value);
  }
  return found;
}

function mapped<T, U>(all: Named<T>, to: (value: T) => U): Named<U> {
  return new Map([...all].map(([name, value]) => [name, to(value)]));
}

function folders(root: string, folder: string): string[] {
  const found = existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true })
    : [];
  return found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

function yamlFiles(root: string, folder: string): string[] {
  return entries(root, folder).filter((name) => name.endsWith(".yaml"));
}

function entries(root: string, folder: string): string[] {
  return existsSync(join(root, folder)) ? readdirSync(join(root, folder)).toSorted() : [];
}
