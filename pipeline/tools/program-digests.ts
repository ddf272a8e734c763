// One digest for the programs of this machine that values come from: QEMU with its firmware, compilers, linker, make, the
// sandbox, and every library that they load.

import { type BigIntStats, statSync } from "node:fs";
import { glob, realpath, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { type Digest, digestOfValue } from "../model/digest.ts";
import { fileDigest, whereIs } from "./host.ts";
import { mustRun } from "./shell.ts";

const programs = ["qemu-system-x86_64", "gcc", "i686-linux-gnu-gcc", "ld", "make", "bwrap"];
/** What a compiler starts. */
const behindCompiler = ["cc1", "as", "ld", "collect2"];
/** What QEMU reads besides its libraries. */
const folders = [
  "/usr/share/qemu",
  "/usr/share/seabios",
  "/usr/share/OVMF",
  "/usr/lib/ipxe/qemu",
  "/usr/lib/x86_64-linux-gnu/qemu",
];

export class ProgramDigests {
  #known:
    | { readonly signature: string; readonly files: readonly string[]; readonly digest: Digest }
    | undefined;

  /** Files that look as they did are not read again: a change leaves another time of change behind (stat(2), ctime). */
  async digest(): Promise<Digest> {
    const known = this.#known;
    if (known && known.signature === signatureOf(known.files)) return known.digest;
    const files = await filesOf();
    const signature = signatureOf(files);
    const digests = await Promise.all(files.map(async (path) => [path, await digestOf(path)]));
    const digest = digestOfValue(digests);
    this.#known = { signature, files, digest };
    return digest;
  }
}

/** Folders with them, as something may be added. A program that is not there is known by its absence. */
async function filesOf(): Promise<string[]> {
  const paths = await Promise.all(programs.map(async (name) => whereIs(name)));
  const there = paths.filter((path) => path !== undefined);
  const compilers = there.filter((path) => path.endsWith("gcc"));
  const behind = await Promise.all(compilers.map(programsBehind));
  const own = [...new Set([...there, ...behind.flat()])];
  const libraries = await Promise.all(own.map(librariesOf));
  const firmware = await Array.fromAsync(glob(folders.map((folder) => `${folder}/**`)));
  return [...new Set([...own, ...libraries.flat(), ...firmware])].toSorted();
}

async function programsBehind(compiler: string): Promise<string[]> {
  const said = behindCompiler.map(async (name) => mustRun([compiler, `-print-prog-name=${name}`]));
  const paths = (await Promise.all(said)).map((path) => path.trim());
  return Promise.all(paths.filter(isAbsolute).map(async (path) => realpath(path)));
}

async function librariesOf(program: string): Promise<string[]> {
  const said = await mustRun(["ldd", program]);
  return [...said.matchAll(/^\t(?:.* => )?(\/\S+) \(0x/gm)].map(([, path = ""]) => path);
}

async function digestOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? ((await fileDigest(path)) ?? "gone") : "no file";
}

/** Not one after the other through the thread pool: there are hundreds, before each step. */
function signatureOf(files: readonly string[]): string {
  const found = [...files, ...folders, "/etc/ld.so.cache"].map((path) =>
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  );
  return found.map(lookOf).join(" ");
}

function lookOf(found: BigIntStats | undefined): string {
  return found ? [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(":") : "-";
}
