// What a disk, a kill, a person or somebody who means harm makes of a file that is read back.

import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { sealed } from "../engine/sealed-json.ts";
import { digestOf } from "../model/digest.ts";

export type Damage = (path: string) => Promise<unknown>;

/** What a YAML or JSON file may be made: every kind of wrong thing, none of which is absent. */
export const damages: readonly (readonly [name: string, damage: Damage])[] = [
  ["empty", (path) => truncate(path, 0)],
  ["cut in the middle", cut],
  ...[
    "null",
    "[]",
    "{}",
    "17",
    '"words"',
    "true",
    "{",
    '{"outcome":{"status":"pass"}}',
    '{"__proto__":{"run":1}}',
  ].map((text) => [text, (path: string) => writeFile(path, text)] as const),
  ["sealed, of other members", (path) => writeFile(path, sealed({ run: "1", cells: 5 }))],
  ["sealed, of other kinds", wrongTypes],
  ["nested twenty thousand deep", (path) => writeFile(path, "[".repeat(20_000))],
  ["sealed, and nested so deep", (path) => writeFile(path, sealedDeep())],
  ["a gibibyte", (path) => truncate(path, 2 ** 30)],
  ["no text", (path) => writeFile(path, Buffer.from([0, 255, 254, 0, 7, 200]))],
  ["a byte changed", changeByte],
  ["a folder", instead((path) => mkdir(path))],
  ["a link to nothing", instead((path) => symlink("nowhere", path))],
  ["a link to itself", instead((path) => symlink(path, path))],
  ["a link to a device", instead((path) => symlink("/dev/zero", path))],
  ["a FIFO", instead(async (path) => execFileSync("mkfifo", [path]))],
];

function instead(make: Damage): Damage {
  return async (path) => {
    await rm(path, { recursive: true });
    await make(path);
  };
}

async function cut(path: string): Promise<void> {
  await truncate(path, Math.floor((await readFile(path)).length / 2));
}

async function changeByte(path: string): Promise<void> {
  const bytes = await readFile(path);
  const at = Math.floor(bytes.length * 0.7);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

/** Every member of the file's own value is made a number. */
async function wrongTypes(path: string): Promise<void> {
  const value = valueIn(await readFile(path, "utf8"));
  const names = Object.keys(value).filter((name) => name !== "sha256");
  await writeFile(path, sealed(Object.fromEntries(["x", ...names].map((name) => [name, 5]))));
}

function valueIn(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}

function sealedDeep(): string {
  const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
  const text = `{"step":${deep},"cells":${deep}}`;
  return `{"sha256":"${digestOf(text)}",${text.slice(1)}`;
}
