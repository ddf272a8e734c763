// A hypervisor that was built of a commit is proved from inside: every guest reports that commit.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { hypervisorOf } from "../../model/described/hypervisor-of.ts";
import { madeBySeries } from "../../model/described/hypervisor.ts";
import type { Platform } from "../../model/described/platform.ts";
import { changesetOf } from "../../steps/source/hypervisor-source.ts";
import type { Pins } from "./pins.ts";

/** The platform, with that as evidence; as it is where nothing of a commit runs below it. */
export function withChangeset(
  { platforms, hypervisors: described }: Pick<Descriptions, "platforms" | "hypervisors">,
  { hypervisors }: Pick<Pins, "hypervisors">,
  platform: Platform,
): Platform {
  const name = hypervisorOf(platforms, platform) ?? "";
  const pin = hypervisors.get(name);
  // One that a series made names the series.
  if (!pin || !("commit" in pin) || madeBySeries(described.get(name))) return platform;
  const own = { "sys.hypervisor.properties.changeset": changesetOf(pin) };
  const { evidence } = platform;
  return { ...platform, evidence: { ...evidence, facts: { ...evidence.facts, ...own } } };
}
