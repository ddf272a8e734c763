// Which of the checkers this machine has.

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import type { Checker, Checkers } from "../model/checkers.ts";
import { fileDigest } from "./host.ts";

/** Where the sandbox looks for commands first. */
const folder = "/usr/bin";

export async function installedCheckers(): Promise<Checkers> {
  const [sparse, coccinelle, smatch, clang] = await Promise.all([
    checker("sparse"),
    checker("spatch"),
    checker("smatch"),
    newestClang(),
  ]);
  return {
    ...(sparse ? { sparse } : {}),
    ...(coccinelle ? { coccinelle } : {}),
    ...(smatch ? { smatch } : {}),
    ...(clang ? { clang } : {}),
  };
}

async function checker(command: string, suffix = ""): Promise<Checker | undefined> {
  const digest = await fileDigest(`${folder}/${command}${suffix}`);
  return digest ? { digest, suffix } : undefined;
}

/** Debian's packages have their version in the name. A clang without its linker builds no kernel. */
async function newestClang(): Promise<Checker | undefined> {
  const versions = (await readdir(folder)).flatMap(
    (name) => /^clang(-\d+|)$/.exec(name)?.[1] ?? [],
  );
  const usable = versions.filter((suffix) => existsSync(`${folder}/ld.lld${suffix}`));
  const [newest] = usable.toSorted((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  return newest === undefined ? undefined : checker("clang", newest);
}
