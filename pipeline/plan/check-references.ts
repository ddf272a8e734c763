// Names that one description uses of another: each must exist, or nothing starts.

import { UserError } from "../model/errors.ts";
import type { Platform } from "../model/platform.ts";
import type { Descriptions } from "../model/descriptions.ts";
import type { Series } from "../model/series.ts";
import { prerequisitesOf } from "./prerequisites.ts";
import { brokenOr } from "./read-all-series.ts";

/** Throws UserError for the first name that leads nowhere, with file and key. */
export function checkReferences(all: Descriptions): void {
  const { installation, platforms } = all;
  const heads = new Set(Object.keys(installation.heads));
  const wanted = installation.default;
  known(wanted.heads, heads, "twinboot.yaml: default.heads", "head");
  known(wanted.flavours, all.flavours, "twinboot.yaml: default.flavours", "flavour");
  known(wanted.platforms, platforms, "twinboot.yaml: default.platforms", "platform");
  for (const [name, platform] of platforms) checkEntry(name, platform, all);
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
  const { base, expects } = series;
  const file = `patches/${series.series}/series.yaml`;
  known([base], new Map(Object.entries(all.installation.heads)), `${file}: base`, "head");
  known(Object.keys(expects), all.platforms, `${file}: expects`, "platform");
  prerequisitesOf(series, all.series);
}

type Known = { has(name: string): boolean; keys(): Iterable<string> };

function known(names: readonly string[], all: Known, where: string, what: string): void {
  const unknown = names.find((name) => !all.has(name));
  if (unknown === undefined) return;
  const list = [...all.keys()].join(", ") || "none";
  throw new UserError(`${where}: there is no ${what} ${unknown}`, `there are: ${list}`);
}

function checkEntry(name: string, platform: Platform, { hypervisors }: Descriptions): void {
  const file = `images/platforms/${name}.yaml`;
  const { entry, hypervisor, domu } = platform;
  if (hypervisor) known([hypervisor.name], hypervisors, `${file}: hypervisor.name`, "hypervisor");
  if (entry !== "direct" && !hypervisor)
    throw new UserError(`${file}: hypervisor: entry ${entry} needs one`, `correct ${file}`);
  if (entry === "domu" && !domu)
    throw new UserError(`${file}: domu: entry domu needs it`, `correct ${file}`);
}
