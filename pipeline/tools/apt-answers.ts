// Answers of apt that hold as long as all that it reads looks as it did: starting it takes longer than looking.

import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Digest, digestOf, digestOfValue } from "../model/digest.ts";
import { looksOf } from "./files/looks.ts";
import { regularText } from "./files/regular-text.ts";

/** Of the machine: apt's own files, its settings and pins, the installed packages, the architectures. */
const ofMachine = [
  "/usr/bin/apt-cache",
  "/usr/bin/apt-get",
  "/var/lib/dpkg/arch",
  "/var/lib/dpkg/status",
];
const settings = "/etc/apt";

export type Question = {
  /** A folder of answers, a file each. */
  readonly kept: string;
  readonly argv: readonly string[];
  /** Files and whole folders that the answer is taken from, besides the machine's own. */
  readonly from: readonly string[];
};

/** What apt said before, or says now; `holds`: whether that is kept. */
export async function answerOf(
  { kept, argv, from }: Question,
  ask: () => Promise<{ readonly answer: string; readonly holds: boolean }>,
): Promise<string> {
  const path = join(kept, digestOfValue([...argv]));
  const looks = looksNow(from);
  const known = readBack(await regularText(path), looks);
  if (known !== undefined) return known;
  const { answer, holds } = await ask();
  // What changed while apt read it is not what was looked at: the next one asks again.
  if (holds) await keep(kept, path, `${looks} ${digestOf(answer)}\n${answer}`);
  return answer;
}

function looksNow(from: readonly string[]): Digest {
  const paths = [...ofMachine, ...[settings, ...from].flatMap(allBelow)];
  return digestOfValue([paths, looksOf(paths)]);
}

function allBelow(path: string): string[] {
  try {
    const names = readdirSync(path, { recursive: true, encoding: "utf8" });
    return [path, ...names.toSorted().map((name) => join(path, name))];
  } catch {
    return [path];
  }
}

/** Undefined where it is of other files, or not whole. */
function readBack(text: string, looks: Digest): string | undefined {
  const end = text.indexOf("\n");
  const answer = text.slice(end + 1);
  return text.slice(0, Math.max(0, end)) === `${looks} ${digestOf(answer)}` ? answer : undefined;
}

async function keep(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Others may ask the same now, in this process too.
  const aside = `${path}.${randomUUID()}`;
  await writeFile(aside, text);
  await rename(aside, path);
}
