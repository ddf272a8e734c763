// Which hypervisor a platform runs under, and which of its rows are the same machine under another one.

import type { Named } from "./descriptions.ts";
import { isGuest, type Platform } from "./platform.ts";

/** The name of what a dom0 or its guests run under; undefined for a platform without. */
export function hypervisorOf(platforms: Named<Platform>, platform: Platform): string | undefined {
  const machine = isGuest(platform) ? platforms.get(platform.host) : platform;
  return machine?.entry === "dom0" ? machine.hypervisor.name : undefined;
}

/** The platform's row under another hypervisor than the one that it is described with. */
export function rowUnder(platform: string, hypervisor: string): string {
  return `${platform}-on-${hypervisor}`;
}

/** The other way round; a platform that is no such row is its own. */
export function rowOf(platform: string, hypervisor: string): string {
  const end = rowUnder("", hypervisor);
  return platform.endsWith(end) ? platform.slice(0, -end.length) : platform;
}
