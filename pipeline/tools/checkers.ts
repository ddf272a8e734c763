// Which of the checkers this machine has.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import type { Checker, Checkers } from "../model/described/checkers.ts";
import { fileDigest } from "./host.ts";
import { run } from "./shell.ts";

/** Where the sandbox looks for commands first. */
const folder = "/usr/bin";

export async function installedCheckers(): Promise<Checkers> {
  const [sparse, coccinelle, smatch, clang] = await Promise.all([
    ownSparse(),
    ownCoccinelle(),
    checker("smatch", "smatch -p=kernel"),
    newestClang(),
  ]);
  return {
    ...(sparse ? { sparse } : {}),
    ...(coccinelle ? { coccinelle } : {}),
    ...(smatch ? { smatch } : {}),
    ...(clang ? { clang } : {}),
  };
}

/** By its whole path: the tree's scripts/checker-valid.sh does not find a relative one from an object folder. */
const coccicheck = "/tmp/linux/scripts/coccicheck";

async function checker(program: string, command = program): Promise<Checker | undefined> {
  const digest = await fileDigest(`${folder}/${program}`);
  return digest ? { digest, command } : undefined;
}

/** Some of the tree's semantic patches are programs in OCaml: without its compiler coccicheck ends at the first. */
async function ownCoccinelle(): Promise<Checker | undefined> {
  return existsSync(`${folder}/ocamlopt`) ? checker("spatch", coccicheck) : undefined;
}

/**
 * sparse 0.6.4, the last release, does not know __typeof_unqual__, and Linux 7 takes none that does not. What gcc
 * before 14 compiles has no such word in it: with one of its own for it, sparse reads the same code.
 */
async function ownSparse(): Promise<Checker | undefined> {
  const own = await checker("sparse");
  if (!own) return undefined;
  const input = "static int *a; static __typeof_unqual__(*a) b;\n";
  const { log } = await run([`${folder}/sparse`, "-"], { input });
  return /error/.test(log) ? { ...own, command: "sparse -D__typeof_unqual__=__typeof__" } : own;
}

/** Debian's packages have their version in the name. A clang without its linker builds no kernel. */
async function newestClang(): Promise<Checker | undefined> {
  const versions = (await readdir(folder)).flatMap(
    (name) => /^clang(-\d+|)$/.exec(name)?.[1] ?? [],
  );
  const usable = versions.filter((suffix) => existsSync(`${folder}/ld.lld${suffix}`));
  const [newest] = usable.toSorted((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  return newest === undefined ? undefined : checker(`clang${newest}`);
}
