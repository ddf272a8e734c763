// Names that one description uses of another: each must exist, or nothing starts.

import { UserError } from "../model/errors.ts";
import type { Platform } from "../model/platform.ts";
import type { Descriptions } from "../model/descriptions.ts";

/** Throws UserError for the first name that leads nowhere, with file and key. */
export function checkReferences(all: Descriptions): void {
  const { installation, series, platforms } = all;
  const heads = new Set(Object.keys(installation.heads));
  const wanted = installation.default;
  known(wanted.heads, heads, "twinboot.yaml: default.heads", "head");
  known(wanted.flavours, all.flavours, "twinboot.yaml: default.flavours", "flavour");
  known(wanted.platforms, platforms, "twinboot.yaml: default.platforms", "platform");
  for (const [name, { base, expects }] of series) {
    known([base], heads, `patches/${name}/series.yaml: base`, "head");
    known(Object.keys(expects), platforms, `patches/${name}/series.yaml: expects`, "platform");
  }
  for (const [name, platform] of platforms) checkEntry(name, platform, all);
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
