// What apt would do on a machine of a suite where nothing is installed, and which files the suite's packages have.
// The lists of a day and the contents of a package stay in the store; without them or the archive, this throws.

import { existsSync } from "node:fs";
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { storeDir } from "../work/session.ts";
import { digestOf } from "../model/digest.ts";
import { aptOrigins, stanzas } from "../parse/apt.ts";
import { sourcesOf } from "../steps/source/refresh-suite.ts";
import { AptState, machineOrigins, machineSuite } from "../tools/apt.ts";
import { mustRun } from "../tools/shell.ts";
import { temporaryFolder } from "./folder-rig.ts";

const kept = join(storeDir(), "kept", "bare-systems");
const { signal } = new AbortController();

/** The apt state of a suite with today's lists, and nothing installed. */
export async function bareSystem(suite: string): Promise<AptState> {
  await mkdir(kept, { recursive: true });
  const [origins, installed] = await Promise.all([machineOrigins(), machineSuite()]);
  const sources = sourcesOf(suite, installed, aptOrigins(origins));
  const binaries = sources.filter((line) => line.startsWith("deb "));
  const day = new Date().toISOString().slice(0, 10);
  // Another version of the program, or a machine with other archives, may have been here today.
  const today = join(kept, `${suite} ${day} ${digestOf(binaries.join("\n"))}`);
  const known = await realpath(today).catch(() => undefined);
  return AptState.at(known ?? (await fetchLists(suite, binaries, today)));
}

/** Throws InfraError, with apt's words, where these cannot be installed together. */
export async function resolve(system: AptState, packages: readonly string[]): Promise<void> {
  // What apt found once in these lists, it would find again.
  const proof = join(dirname(system.sourcesList), `resolved-${digestOf(packages.join(" "))}`);
  if (existsSync(proof)) return;
  // Not --simulate: it puts hundreds of packages in order as well, which takes seconds.
  const argv = ["install", "--print-uris", "-qq", "--no-install-recommends", ...packages];
  await system.get(argv, kept, signal);
  await writeFile(proof, "");
}

/** Those of the packages that the suite does not have. */
export async function unknownTo(system: AptState, packages: readonly string[]): Promise<string[]> {
  const known = new Set((await stanzasOf(system, packages)).map((one) => one.get("Package")));
  return packages.filter((name) => !known.has(name));
}

/**
 * Package -> the absolute paths in what apt installs for it; /bin, /sbin and /lib are written as the links to /usr that
 * they are.
 */
export async function contentsOf(
  system: AptState,
  packages: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const brought = new Map(
    await Promise.all(
      [...new Set(packages)].map(async (name) => [name, await broughtFor(system, name)] as const),
    ),
  );
  const contents = await contentsOfReal(system, [...new Set(brought.values())]);
  return new Map([...brought].map(([name, real]) => [name, contents.get(real) ?? new Set()]));
}

/** Where what a list names may lie: a file at its path, a command in a folder of PATH. */
export function placesOf(what: string): string[] {
  return what.startsWith("/") ? [merged(what)] : [`/usr/bin/${what}`, `/usr/sbin/${what}`];
}

/** A link appears at once: of two that fetch lists at the same time, each uses whole ones. Those of other days go. */
async function fetchLists(
  suite: string,
  sources: readonly string[],
  today: string,
): Promise<string> {
  const lists = join(kept, `${suite}-${crypto.randomUUID()}`);
  await mkdir(lists);
  await AptState.open(lists, { sources }, signal);
  await symlink(lists, `${lists}.link`);
  await rename(`${lists}.link`, today);
  const day = basename(today).split(" ", 2).join(" ");
  const links = (await readdir(kept)).filter((name) => name.startsWith(`${suite} `));
  for (const link of links.filter((name) => !name.startsWith(day))) {
    await rm(await readlink(join(kept, link)), { recursive: true, force: true });
    await rm(join(kept, link));
  }
  return lists;
}

/** The package itself, or the only one that provides it: of several, apt installs none. */
async function broughtFor(system: AptState, name: string): Promise<string> {
  const known = await system.cache("showpkg", name);
  const [, versions = "", providers = ""] =
    /^Versions: \n([^]*?)^Reverse Depends:[^]*^Reverse Provides: \n([^]*)/m.exec(known) ?? [];
  const others = new Set(providers.split("\n").flatMap((line) => line.split(" ", 1)));
  others.delete("");
  const [only = name] = others;
  return versions.trim() || others.size !== 1 ? name : only;
}

async function contentsOfReal(
  system: AptState,
  packages: readonly string[],
): Promise<Map<string, Set<string>>> {
  const found = new Map(
    (await stanzasOf(system, packages)).map((one) => [
      one.get("Package") ?? "",
      join(kept, `${one.get("Package")} ${one.get("SHA256")}`),
    ]),
  );
  const there = new Set(await readdir(kept));
  const absent = [...found].filter(([, list]) => !there.has(list.slice(kept.length + 1)));
  if (absent.length) await listContents(system, new Map(absent));
  const contents = [...found].map(async ([name, list]) => {
    const lines = (await readFile(list, "utf8")).split("\n");
    // A second name of a file is listed with the first.
    const paths = lines.map((line) => merged(line.replace(/ link to .*$/, "")));
    return [name, new Set(paths)] as const;
  });
  return new Map(await Promise.all(contents));
}

async function stanzasOf(system: AptState, packages: readonly string[]) {
  return stanzas(await system.cache("show", "--no-all-versions", ...packages));
}

async function listContents(system: AptState, lists: ReadonlyMap<string, string>): Promise<void> {
  const debs = await temporaryFolder();
  await system.get(["download", "-qq", ...lists.keys()], debs, signal);
  for (const deb of await readdir(debs)) {
    const list = lists.get(deb.split("_")[0] ?? "") ?? "";
    const tar = await mustRun(["dpkg-deb", "--contents", join(debs, deb)]);
    const paths = tar.split("\n").map((line) => / \.(\/.*?)(?: -> .*)?$/.exec(line)?.[1] ?? "");
    await writeAside(list, paths.join("\n"));
  }
}

async function writeAside(path: string, text: string): Promise<void> {
  const aside = `${path}.${crypto.randomUUID()}`;
  await writeFile(aside, text);
  await rename(aside, path);
}

function merged(path: string): string {
  return path.replace(/^\/(bin|sbin|lib|lib64)\//, "/usr/$1/");
}
