// apt's state of our own, with an archive that is a folder: what is damaged is fetched again, and nothing is hidden by it; and
// what is shown of its failures.
// @module-tag process

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { appendFile, readdir, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder, writeFiles } from "../test/folder-rig.ts";
import { AptState, whyAptFailed } from "./apt.ts";

let archive: string;
let dir: string;

const packages = ["linux-source-6.12", "linux-source-7.2"].map(
  (name) => `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: A\nDescription: d\n\n`,
);

beforeEach(async () => {
  archive = await temporaryFolder();
  await writeFiles(archive, { Packages: packages.join("") });
  dir = join(await temporaryFolder(), "apt-sid");
});

async function names(): Promise<string[]> {
  const { signal } = new AbortController();
  const state = await AptState.open(
    dir,
    { sources: [`deb [trusted=yes] copy:${archive} ./`] },
    signal,
  );
  return (await state.cache("pkgnames", "linux-source")).trim().split("\n").toSorted();
}

const both = ["linux-source-6.12", "linux-source-7.2"];

async function list(): Promise<string> {
  const all = await readdir(join(dir, "lists"));
  return join(dir, "lists", all.find((name) => /_Packages(?:\.\w+)?$/.test(name)) ?? "");
}

test("a state that is as it was left stays", async () => {
  expect(await names()).toEqual(both);
  await writeFile(join(dir, "cache/mine"), "");
  expect(await names()).toEqual(both);
  expect(await readdir(join(dir, "cache"))).toContain("mine");
});

test.each<[string, () => Promise<unknown>]>([
  ["a list is cut", async () => cut(await list())],
  ["a list is empty", async () => truncate(await list(), 0)],
  ["a list is another of the same size", async () => instead(await list())],
  ["a list is lost", async () => rm(await list())],
  ["what was left is not known", () => rm(`${dir}.left`)],
  ["a file stands for a folder", () => fileFor("lists/partial")],
  ["a FIFO stands for a file", () => fifoFor("apt.conf")],
  ["all is a file", () => fileFor(".")],
])("where %s, all packages are found again", async (_, damage) => {
  expect(await names()).toEqual(both);
  await damage();
  // What apt made of the lists before.
  await rm(join(dir, "cache"), { recursive: true, force: true }).catch(() => undefined);
  expect(await names()).toEqual(both);
});

test.each(["Pre-Invoke", "Post-Invoke", "Post-Invoke-Success"])(
  "what the machine has run with its own lists (%s) is not run with these",
  async (hook) => {
    await names();
    const ran = join(archive, "ran");
    await appendFile(join(dir, "apt.conf"), `APT::Update::${hook} { "touch ${ran}"; };\n`);
    await AptState.at(dir).get(["update"], dir, new AbortController().signal);
    expect(existsSync(ran)).toBe(false);
  },
);

test("a state that another version of the program left answers as well", async () => {
  await names();
  for (const name of await readdir(dir))
    if (!["lists", "cache", "status", "sources.list", "apt.conf"].includes(name))
      await rm(join(dir, name));
  const { signal } = new AbortController();
  await AptState.at(dir).get(["update"], dir, signal);
  expect(await AptState.at(dir).cache("pkgnames", "linux-source")).toContain("linux-source-7.2");
});

test("of apt's errors the first is the reason", () => {
  const log = `Ign:1 https://mirror.example sid InRelease
E: Failed to fetch https://mirror.example/sid/InRelease  Temporary failure resolving 'mirror.example'
E: Some index files failed to download. They have been ignored, or old ones used instead.
`;
  expect(whyAptFailed(log)).toBe(
    "Failed to fetch https://mirror.example/sid/InRelease Temporary failure resolving 'mirror.example'",
  );
});

test("without an error its last lines are shown", () => {
  expect(whyAptFailed("one\ntwo\nthree\nfour\n")).toBe("two three four");
});

async function cut(path: string): Promise<void> {
  await truncate(path, Math.floor((await stat(path)).size / 2));
}

async function instead(path: string): Promise<void> {
  const { size } = await stat(path);
  await writeFile(path, Buffer.alloc(size, "\n"));
  await utimes(path, 1e9, 1e9);
}

async function fileFor(name: string): Promise<void> {
  await rm(join(dir, name), { recursive: true });
  await writeFile(join(dir, name), "");
}

async function fifoFor(name: string): Promise<void> {
  await rm(join(dir, name));
  execFileSync("mkfifo", [join(dir, name)]);
}
