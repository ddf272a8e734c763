// Initramfs as distributions make them, and as nobody should, beside a package: unpacked by the real tools in the real sandbox.
// @module-tag process

import { appendFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../model/digest.ts";
import type { PackagedKernel } from "../../model/described/packaged-kernel.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import { bootImage, debOf, kept, packageRoot, release } from "../../test/kernel-package-rig.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { step } from "../../model/work/step.ts";
import { packFolder } from "../../tools/cpio.ts";
import { mustRun } from "../../tools/shell.ts";
import { constantStep } from "../constant-step.ts";
import { unpackKernel } from "./unpack-kernel.ts";

const store = await temporaryStore();

/** A package, which has modules of its own, with this initramfs: the kernel, or why there is none. */
async function unpacked(initramfs: string): Promise<PackagedKernel | string> {
  const folder = await temporaryFolder();
  const root = await packageRoot(folder, await bootImage(folder));
  const files = [await kept(store, await debOf(root, join(folder, "kernel.deb")))];
  const params = { modules: ["disk", "net"], initramfs: await kept(store, initramfs) };
  try {
    const one = step(unpackKernel, "x", params, { given: constantStep("x", { files }) });
    const outcome = await outcomeOn(store, one);
    return outcome.status === "pass" ? outcome.value : outcome.status;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a distribution's initramfs", () => {
  it("gives all modules, and the package's are loaded no more", async () => {
    const initramfs = await initramfsWith({ "kernel/early.ko": "early", "kernel/disk.ko": "own" });
    const kernel = await unpacked(initramfs);
    expect(kernel).toMatchObject({
      initramfs: { file: { name: "initrd.img" }, unpackedBytes: expect.any(Number) },
      modules: { files: [{ path: "kernel/disk.ko", digest: digestOf("own") }] },
    });
    expect(await archived(kernel as PackagedKernel)).toEqual([
      `lib/modules/${release}/modules.builtin`,
      `lib/modules/${release}/modules.dep`,
    ]);
  });

  it("has those that are compressed once more beside it, ready to load", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "disk.ko"), "own");
    await mustRun(["xz", "--check=crc32", join(folder, "disk.ko")]);
    const bytes = await readFile(join(folder, "disk.ko.xz"));
    const kernel = await unpacked(await initramfsWith({ "kernel/disk.ko.xz": bytes }));
    expect(kernel).toMatchObject({ modules: { files: [{ digest: digestOf(bytes) }] } });
    expect(await archived(kernel as PackagedKernel)).toContain(
      `lib/modules/${release}/kernel/disk.ko`,
    );
  });

  it("may have none, and then there is nothing to load", async () => {
    const kernel = await unpacked(await initramfsWith({}));
    expect(kernel).toMatchObject({ initramfs: { file: { name: "initrd.img" }, unpackedBytes: 5 } });
    expect(kernel).not.toHaveProperty("modules");
  });

  it.each<[string, string, RegExp]>([
    ["of another release", "5.10.0", /the kernel is 6.1.0-1-test but the modules are for 5.10.0/],
    ["of this release beside another", `5.10.0 ${release}`, /^$/],
  ])("with modules %s", async (_, releases, why) => {
    const files = { "kernel/disk.ko": "own" };
    const initramfs = await initramfsWith(files, releases.split(" "));
    const found = await unpacked(initramfs);
    expect(typeof found === "string" ? found : "").toMatch(why);
  });

  it.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ["that is none", () => Buffer.from("#!/bin/sh\necho words\n"), /has neither an archive nor/],
    ["that was cut", (bytes) => bytes.subarray(0, -60), /is no initramfs that can be unpacked/],
  ])("%s is one error", async (_, change, why) => {
    const path = await initramfsWith({ "kernel/disk.ko": "own".repeat(1000) });
    await writeFile(path, change(await readFile(path)));
    expect(await unpacked(path)).toMatch(why);
  });
});

/** As initramfs-tools packs it: plain microcode first, then all else, compressed; lib is a link. */
async function initramfsWith(
  modules: Readonly<Record<string, string | Buffer>>,
  releases: readonly string[] = [release],
): Promise<string> {
  const folder = await temporaryFolder();
  const [early, main] = [join(folder, "early"), join(folder, "main")];
  await mkdir(join(early, "kernel"), { recursive: true });
  await writeFile(join(early, "kernel/microcode"), "words");
  await mkdir(join(main, "usr/lib"), { recursive: true });
  await symlink("usr/lib", join(main, "lib"));
  for (const [path, content] of Object.entries(modules))
    for (const one of releases) {
      const to = join(main, "usr/lib/modules", one, path);
      await mkdir(dirname(to), { recursive: true });
      await writeFile(to, content);
      await appendFile(join(main, "usr/lib/modules", one, "modules.dep"), `${path}:\n`);
    }
  const plain = await packFolder(early, join(folder, "early.cpio"));
  const rest = await packFolder(main, join(folder, "main.cpio"));
  await mustRun(["zstd", "-q", rest]);
  const path = join(folder, "initrd.img");
  await writeFile(path, Buffer.concat([await readFile(plain), await readFile(`${rest}.zst`)]));
  return path;
}

/** What is put behind the initramfs. */
async function archived({ modules }: PackagedKernel): Promise<string[]> {
  const path = modules ? store.path(modules.archive) : "";
  const names = await mustRun(["bash", "-c", `gzip -dc ${path} | cpio --list --quiet`]);
  return names.trim().split("\n");
}
