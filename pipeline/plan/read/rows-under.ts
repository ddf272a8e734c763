// Platforms of one hypervisor that are booted under another one too. What holds for a platform holds for its copies.

import type { Descriptions, Named } from "../../model/described/descriptions.ts";
import type { Hypervisor } from "../../model/described/hypervisor.ts";
import { rowUnder } from "../../model/described/hypervisor-of.ts";
import { isGuest, type Platform } from "../../model/described/platform.ts";
import { UserError } from "../../model/errors.ts";
import { unknownName } from "../../model/unknown-name.ts";

type Rows = NonNullable<Hypervisor["rows"]>;
type Copies = ReadonlyMap<string, readonly string[]>;

/** Adds each as NAME-on-HYPERVISOR. Throws UserError for a row that cannot be one. */
export function withRowsUnder(all: Descriptions): Descriptions {
  const platforms = new Map(all.platforms);
  const platformProse = new Map(all.platformProse);
  const copies = new Map<string, string[]>();
  for (const [hypervisor, { rows }] of all.hypervisors)
    for (const name of rows?.platforms ?? []) {
      const copy = copyOf(all, name, hypervisor, rows as Rows);
      if (platforms.has(copy.platform)) throw taken(hypervisor, copy.platform);
      platforms.set(copy.platform, copy);
      platformProse.set(copy.platform, `${all.platformProse.get(name)}, under ${hypervisor}`);
      copies.set(name, [...(copies.get(name) ?? []), copy.platform]);
    }
  return {
    ...all,
    platforms,
    platformProse,
    series: mapped(all.series, (one) => ({
      ...one,
      skips: withCopies(one.skips, copies),
      expects: withCopies(one.expects, copies),
    })),
    known: mapped(all.known, (one) =>
      one.platforms
        ? {
            ...one,
            platforms: one.platforms.flatMap((name) => [name, ...(copies.get(name) ?? [])]),
          }
        : one,
    ),
  };
}

/** As the platform is described, but for the hypervisor, what proves it, its dom0's image and the lane. */
function copyOf(all: Descriptions, name: string, hypervisor: string, rows: Rows): Platform {
  const file = `hypervisor/${hypervisor}/hypervisor.yaml: rows.platforms`;
  const original = all.platforms.get(name);
  if (!original) {
    const { message } = unknownName("platform", name, all.platforms.keys(), "");
    throw new UserError(`${file}: ${message}`, "correct the name there");
  }
  if (!rows.facts && !isFromGit(all, hypervisor))
    throw new UserError(
      `hypervisor/${hypervisor}/hypervisor.yaml: rows.facts: nothing tells this hypervisor from others`,
      "name what its guests report, such as sys.hypervisor.version.minor",
    );
  const facts = { ...original.evidence.facts, ...rows.facts };
  const evidence = { ...original.evidence, facts };
  const common = { platform: rowUnder(name, hypervisor), lane: rows.lane, evidence };
  if (original.entry === "dom0") {
    const { serves, ...alone } = original;
    const asked = { ...original.hypervisor, name: hypervisor };
    const { image } = rows;
    const serving = serves && image !== undefined ? { serves: { ...serves, image } } : {};
    return { ...alone, ...common, hypervisor: asked, ...serving };
  }
  if (!isGuest(original) || original.entry !== "domu" || original.image !== undefined)
    throw new UserError(
      `${file}: ${name} is neither a dom0 nor a guest with its dom0's image`,
      "take it out there",
    );
  if (!rows.platforms.includes(original.host))
    throw new UserError(`${file}: ${name} needs its dom0 there`, `add ${original.host}`);
  return { ...original, ...common, host: rowUnder(original.host, hypervisor) };
}

/** Its guests report the commit. */
function isFromGit({ hypervisors }: Descriptions, name: string): boolean {
  const source = hypervisors.get(name)?.source;
  return source !== undefined && "git" in source;
}

function taken(hypervisor: string, platform: string): UserError {
  return new UserError(
    `hypervisor/${hypervisor}/hypervisor.yaml: rows.platforms: ${platform} is described already`,
    "name each platform once",
  );
}

function withCopies<T>(of: Readonly<Record<string, T>>, copies: Copies): Record<string, T> {
  const entries = Object.entries(of).flatMap(([name, value]) =>
    [name, ...(copies.get(name) ?? [])].map((one) => [one, value] as const),
  );
  return Object.fromEntries(entries);
}

function mapped<T>(all: Named<T>, to: (value: T) => T): Named<T> {
  return new Map([...all].map(([name, value]) => [name, to(value)]));
}
