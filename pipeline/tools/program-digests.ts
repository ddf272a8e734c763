// Digests of the programs of this machine that values come from: QEMU with its firmware, compilers, linker, make, the
// sandbox, and every library that they load. With them, what the programs say of their version.

import { glob, realpath, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { z } from "zod";
import { digestOfValue, digestSchema } from "../model/digest.ts";
import type { ProgramNames, ProgramSet } from "../model/described/host.ts";
import { looksOf } from "./files/looks.ts";
import { fileDigest, whereIs } from "./host.ts";
import { mustRun, run } from "./shell.ts";

/** What a compiler starts. */
const behindCompiler = ["cc1", "as", "ld", "collect2"];
const sandbox = "bwrap";
/** What every QEMU may read besides its libraries. */
const commonFolders = ["/usr/share/qemu", "/usr/lib/ipxe/qemu"];
/**
 * What none of them reads though it lies there: descriptions for libvirt, and device trees of boards that no platform
 * is. Packages of other architectures bring more of them.
 */
const unread = /\/(?:firmware|vhost-user)\/[^/]+\.json$|\.dtb$/;

/** What was found out, for as long as every file looks as it did. */
export const knownProgramsSchema = z.strictObject({
  signature: z.string(),
  files: z.array(z.string()),
  set: z.strictObject({
    toolchains: z.record(z.string(), digestSchema),
    loads: z.record(z.string(), digestSchema),
    binaries: z.record(z.string(), digestSchema),
    said: z.record(z.string(), z.string()),
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
    const linkers = [...compilers.keys()].map((prefix) => `${prefix}ld`);
    const programs = [...compilers.values()].flat();
    const names = [...programs, ...linkers, ...emulators.keys(), "make", sandbox];
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
      binaries: Object.fromEntries(
        groups.binaries.map(([name, path]) => [name, digests.get(path) ?? ""]),
      ),
      said: await saidBy(this.#names),
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
    return [name, [...libraries, ...firmware.filter((path) => !unread.test(path))]];
  });
  const binaries = await thereNamed([...emulators.keys()]);
  const rest = await there([sandbox]);
  return {
    toolchains: await Promise.all(toolchains),
    loads: await Promise.all(loads),
    binaries,
    rest: [...binaries.map(([, path]) => path), ...rest, ...(await librariesOf(rest))],
  };
}

function foldersOf(emulator: string, { emulators, modules }: ProgramNames): string[] {
  return [...commonFolders, ...(emulators.get(emulator) ?? []), ...modules];
}

/** What each program that people know by its version says of itself. */
async function saidBy({ compilers, emulators }: ProgramNames): Promise<Record<string, string>> {
  const tools = [...compilers.keys()].flatMap((prefix) => [`${prefix}gcc`, `${prefix}ld`]);
  const programs = await thereNamed([...tools, ...emulators.keys()]);
  const said = programs.map(async ([name]) => {
    const [first = ""] = (await mustRun([name, "--version"])).split("\n");
    return [name, first] as const;
  });
  return Object.fromEntries(await Promise.all(said));
}

/** The programs that there are, with their paths. */
async function thereNamed(programs: readonly string[]): Promise<(readonly [string, string])[]> {
  const paths = programs.map(async (name) => [name, await whereIs(name)] as const);
  return (await Promise.all(paths)).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, path] as const],
  );
}

async function there(programs: readonly string[]): Promise<string[]> {
  return (await thereNamed(programs)).map(([, path]) => path);
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

function signatureOf(
  where: readonly string[],
  files: readonly string[],
  folders: readonly string[],
): string {
  return digestOfValue([[...where], looksOf([...files, ...folders, "/etc/ld.so.cache"])]);
}
