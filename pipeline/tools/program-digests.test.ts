// Digests of this machine's programs: of their bytes, and found out again only where a file looks different.
// @module-tag process

import { appendFile, copyFile, mkdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryFolder } from "../test/folder-rig.ts";
import { startedPrograms } from "../test/started-programs.ts";
import { whereIs } from "./host.ts";
import { ProgramDigests } from "./program-digests.ts";

const names = {
  compilers: new Map([["", ["gcc", "i686-linux-gnu-gcc"]]]),
  emulators: new Map([["qemu-system-x86_64", ["/usr/share/seabios"]]]),
  modules: [],
};

async function pathWith(name: string): Promise<string> {
  const dir = await temporaryFolder();
  const program = await whereIs(name);
  if (program === undefined) throw new Error(`${name} is not installed`);
  await copyFile(await realpath(program), join(dir, name));
  await appendFile(join(dir, name), "other bytes, the same version");
  return `${dir}:${process.env["PATH"] ?? ""}`;
}

test("what another session found out holds as long as every file looks as it did", async () => {
  const first = new ProgramDigests(names);
  const set = await first.digests();
  const started = startedPrograms();
  const before = started.length;
  expect(await new ProgramDigests(names, first.known).digests()).toEqual(set);
  expect(started.slice(before)).toEqual([]);
});

test("a linker that was not there makes another set", async () => {
  const compilers = new Map([["tb-none-", ["gcc"]]]);
  const first = new ProgramDigests({ compilers, emulators: new Map(), modules: [] });
  const set = await first.digests();
  const dir = await temporaryFolder();
  await copyFile(await realpath((await whereIs("ld")) ?? ""), join(dir, "tb-none-ld"));
  vi.stubEnv("PATH", `${dir}:${process.env["PATH"] ?? ""}`);
  const other = await new ProgramDigests(
    { compilers, emulators: new Map(), modules: [] },
    first.known,
  ).digests();
  expect(other.toolchains).not.toEqual(set.toolchains);
});

test("a compiler with other bytes is another toolchain, and no other QEMU", async () => {
  const first = new ProgramDigests(names);
  const set = await first.digests();
  vi.stubEnv("PATH", await pathWith("gcc"));
  const other = await new ProgramDigests(names, first.known).digests();
  expect(other.toolchains[""]).not.toBe(set.toolchains[""]);
  expect(other.loads).toEqual(set.loads);
  expect(other.all).not.toBe(set.all);
});

test("what packages for other machines add beside a QEMU's firmware is no other QEMU", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "firmware"));
  await writeFile(join(folder, "bios.bin"), "bytes");
  const emulators = new Map([["qemu-system-x86_64", [folder]]]);
  const one = { compilers: new Map(), emulators, modules: [] };
  const loads = async () => (await new ProgramDigests(one).digests()).loads;
  const before = await loads();
  await writeFile(join(folder, "firmware", "60-edk2-aarch64.json"), "{}");
  await writeFile(join(folder, "petalogix-ml605.dtb"), "board");
  expect(await loads()).toEqual(before);
  await writeFile(join(folder, "bios-256k.bin"), "bytes");
  expect(await loads()).not.toEqual(before);
});

test("another QEMU or sandbox is no other toolchain", async () => {
  const first = new ProgramDigests(names);
  const set = await first.digests();
  vi.stubEnv("PATH", await pathWith("bwrap"));
  const other = await new ProgramDigests(names, first.known).digests();
  expect(other).toEqual({ ...set, all: other.all });
  expect(other.all).not.toBe(set.all);
});
