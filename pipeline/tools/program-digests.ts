// Digests of the programs of this machine that values come from: QEMU with its firmware, compilers, linker, make, the
// sandbox, and every library that they load.

import { type BigIntStats, statSync } from "node:fs";
import { glob, realpath, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { z } from "zod";
import { digestOfValue, digestSchema } from "../model/digest.ts";
import type { ProgramNames, ProgramSet } from "../model/described/host.ts";
import { fileDigest, whereIs } from "./host.ts";
import { mustRun, run } from "./shell.ts";

/** What a compiler starts. */
const behindCompiler = ["cc1", "as", "ld", "collect2"];
const sandbox = "bwrap";
/** What every QEMU may read besides its libraries. */
const commonFolders = ["/usr/share/qemu", "/usr/lib/ipxe/qemu"];

/** What was found out, for as long as every file looks as it did. */
export const knownProgramsSchema = z.strictObject({
  signature: z.string(),
  files: z.array(z.string()),
  set: z.strictObject({
    toolchains: z.record(z.string(), digestSchema),
    loads: z.record(z.string(), digestSchema),
    all: digestSchema,
  }),
});
export type KnownPrograms = z.infer<typeof knownProgramsSchema>;

export class ProgramDigests {
  readonly #names: ProgramNames;
  #known: KnownPrograms | undefined;

  /** `known`: of an older session. */
  constructor(names: ProgramNames, known?: KnownPrograms) {
    this.#names = names;
    this.#known = known;
  }

  get known(): KnownPrograms | undefined {
    return this.#known;
  }

  /** Files that look as they did are not read again: a change leaves another time of change behind (stat(2), ctime). */
  async digests(): Promise<ProgramSet> {
    const { compilers, emulators } = this.#names;
    const names = [...[...compilers.values()].flat(), ...emulators.keys(), "ld", "make", sandbox];
    const where = await Promise.all(
      names.map(async (name) => `${name}=${(await whereIs(name)) ?? "-"}`),
    );
    const folders = [
      ...new Set([...emulators.keys()].flatMap((one) => foldersOf(one, this.#names))),
    ];
    const known = this.#known;
    if (known && known.signature === signatureOf(where, known.files, folders)) return known.set;
    const groups = await groupsOf(this.#names);
    const named = [...groups.toolchains, ...groups.loads];
    const files = [...new Set([...named.flatMap(([, paths]) => paths), ...groups.rest])].toSorted();
    const signature = signatureOf(where, files, folders);
    const digests = new Map(
      await Promise.all(files.map(async (path) => [path, await digestOf(path)] as const)),
    );
    const of = (paths: readonly string[]) =>
      digestOfValue([...new Set(paths)].toSorted().map((path) => [path, digests.get(path) ?? ""]));
    const each = (group: readonly Named[]) =>
      Object.fromEntries(group.map(([name, paths]) => [name, of(paths)]));
    const set = {
      toolchains: each(groups.toolchains),
      loads: each(groups.loads),
      all: of(files),
    };
    this.#known = { signature, files, set };
    return set;
  }
}

type Named = readonly [name: string, files: readonly string[]];

/** The files of each; a program that is not there is known by its absence. */
async function groupsOf(names: ProgramNames) {
  const { compilers, emulators } = names;
  const toolchains = [...compilers].map(async ([prefix, own]): Promise<Named> => {
    const programs = await there([...own, `${prefix}ld`, "make"]);
    const behind = await Promise.all(
      programs.filter((path) => path.endsWith("gcc")).map(programsBehind),
    );
    const all = [...programs, ...behind.flat()];
    return [prefix, [...all, ...(await librariesOf(all))]];
  });
  const loads = [...emulators.keys()].map(async (name): Promise<Named> => {
    const libraries = await librariesOf(await there([name]));
    // Folders with them, as something may be added.
    const folders = foldersOf(name, names).map((folder) => `${folder}/**`);
    const firmware = await Array.fromAsync(glob(folders));
    return [name, [...libraries, ...firmware]];
  });
  const rest = await there([...emulators.keys(), sandbox]);
  return {
    toolchains: await Promise.all(toolchains),
    loads: await Promise.all(loads),
    rest: [...rest, ...(await librariesOf(await there([sandbox])))],
  };
}

function foldersOf(emulator: string, { emulators, modules }: ProgramNames): string[] {
  return [...commonFolders, ...(emulators.get(emulator) ?? []), ...modules];
}

async function there(programs: readonly string[]): Promise<string[]> {
  const paths = await Promise.all(programs.map(async (name) => whereIs(name)));
  return paths.filter((path) => path !== undefined);
}

async function programsBehind(compiler: string): Promise<string[]> {
  const said = behindCompiler.map(async (name) => mustRun([compiler, `-print-prog-name=${name}`]));
  const paths = (await Promise.all(said)).map((path) => path.trim());
  return Promise.all(paths.filter(isAbsolute).map(async (path) => realpath(path)));
}

/** Scripts and static programs load none: ldd then ends with 1. */
async function librariesOf(programs: readonly string[]): Promise<string[]> {
  const said = await Promise.all(programs.map(async (program) => run(["ldd", program])));
  return said.flatMap(({ log }) =>
    [...log.matchAll(/^\t(?:.* => )?(\/\S+) \(0x/gm)].map(([, path = ""]) => path),
  );
}

async function digestOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? ((await fileDigest(path)) ?? "gone") : "no file";
}

/** Not one after the other through the thread pool: there are hundreds, before each step. */
function signatureOf(
  where: readonly string[],
  files: readonly string[],
  folders: readonly string[],
): string {
  const found = [...files, ...folders, "/etc/ld.so.cache"].map((path) =>
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  );
  return digestOfValue([[...where], found.map(lookOf)]);
}

function lookOf(found: BigIntStats | undefined): string {
  return found ? [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(":") : "-";
}
