// This machine, with what the chosen architectures need installed: a cross compiler is got when something is built by it.

import { existsSync } from "node:fs";
import type { Descriptions } from "../model/described/descriptions.ts";
import { packagesOn } from "../model/described/architecture.ts";
import type { HostFacts } from "../model/described/host.ts";
import { hostFacts, whereIs } from "../tools/host.ts";
import { installPackages } from "../tools/install-packages.ts";
import { hostPrograms } from "./host-programs.ts";
import type { Session } from "./session.ts";

/** `names`: of the architectures. Throws InfraError where something cannot be installed. */
export async function hostFor(
  { descriptions: all, host, store, signal }: Asks,
  names: readonly string[],
  say: (words: string) => void,
): Promise<HostFacts> {
  const missing = await missingPackages(all, names, host.machine);
  if (!missing.length) return host;
  await installPackages(missing, { say, signal });
  const architectures = [...all.architectures.values()];
  const programs = await hostPrograms(store, architectures);
  return hostFacts(architectures, await programs.digests());
}

type Asks = Pick<Session, "descriptions" | "host" | "store" | "signal">;

/** Packages that bring what is not there, each once. */
export async function missingPackages(
  { architectures }: Pick<Descriptions, "architectures">,
  names: readonly string[],
  machine: string,
): Promise<string[]> {
  const needed = names.flatMap((name) => {
    const described = architectures.get(name);
    return described ? Object.entries(packagesOn(described, machine)) : [];
  });
  const missing = await Promise.all(
    needed.map(async ([what, name]) => ((await isThere(what)) ? [] : [name])),
  );
  return [...new Set(missing.flat())];
}

async function isThere(what: string): Promise<boolean> {
  return what.startsWith("/") ? existsSync(what) : (await whereIs(what)) !== undefined;
}
