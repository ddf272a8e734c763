// Packages and images as people give them, and as nobody should: unpacked by the real tools in the real sandbox.
// @module-tag process

import { copyFile, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../model/digest.ts";
import type { PackagedKernel } from "../../model/described/packaged-kernel.ts";
import { outcomeOn, temporaryStore } from "../../test/store-rig.ts";
import { temporaryFolder } from "../../test/folder-rig.ts";
import {
  bootImage,
  debOf,
  kept,
  packageRoot,
  release,
  rpmOf,
  signedBy,
  unifiedImage,
} from "../../test/kernel-package-rig.ts";
import { step } from "../../model/work/step.ts";
import { mustRun } from "../../tools/shell.ts";
import { constantStep } from "../constant-step.ts";
import { unpackKernel } from "./unpack-kernel.ts";

const store = await temporaryStore();

/** What comes of files: the kernel, or the sentence that says why there is none. */
async function unpacked(
  paths: readonly string[],
  { config, keyring, modules }: { config?: string; keyring?: string; modules?: string } = {},
): Promise<PackagedKernel | string> {
  const files = await Promise.all(paths.map(async (path) => kept(store, path)));
  const own = config ? { config: await kept(store, config) } : {};
  const keys = keyring ? { keyring: await kept(store, keyring) } : {};
  const tar = modules ? { modules: await kept(store, modules) } : {};
  const value = { files, ...own, ...keys, ...tar };
  const one = step(
    unpackKernel,
    "x",
    { modules: ["disk", "net"] },
    { given: constantStep("x", value) },
  );
  try {
    const outcome = await outcomeOn(store, one);
    if (outcome.status === "pass") return outcome.value;
    if (outcome.status === "fail") return outcome.finding.summary;
    return outcome.status === "error" ? outcome.message : outcome.status;
  } catch (error) {
    return (error as Error).message;
  }
}

type Planted = {
  /** Changes what is packed. */
  readonly plant?: (root: string) => Promise<void>;
  readonly sums?: string;
};

async function kernelElsewhere(root: string): Promise<void> {
  await rename(join(root, `boot/vmlinuz-${release}`), join(root, "elsewhere"));
  await symlink("/etc/passwd", join(root, `boot/vmlinuz-${release}`));
}

async function oldModules(root: string): Promise<void> {
  await rename(join(root, "lib/modules", release), join(root, "lib/modules/5.10.0"));
}

async function deb({ plant, sums }: Planted = {}): Promise<string> {
  const folder = await temporaryFolder();
  const root = await packageRoot(folder, await bootImage(folder));
  await plant?.(root);
  return debOf(root, join(folder, "kernel.deb"), sums);
}

/** A package whose files are this tar. */
async function debWithTar(make: string): Promise<string> {
  const folder = await temporaryFolder();
  const [good, path] = [await deb(), join(folder, "kernel.deb")];
  const line = `mkdir t && cd t && ar x ${good} && mkdir d && tar xf data.tar -C d && cd d && ${make} && cd .. && ar r ${path} debian-binary control.tar* data.tar`;
  await mustRun(["bash", "-c", line], { cwd: folder });
  return path;
}

describe("a package of a kernel", () => {
  it("gives the bytes that are shipped, what they are, and the modules that are asked for", async () => {
    const kernel = await unpacked([await deb()]);
    expect(kernel).toMatchObject({
      release,
      arch: "x86_64",
      buildId: expect.stringMatching(/^[0-9a-f]{40}$/),
      packages: [{ name: "linux-image-test", version: "6.1.1-1", architecture: "amd64" }],
      complaints: [],
      modules: {
        files: [
          {
            name: "disk",
            path: "kernel/disk.ko",
            digest: digestOf("no module"),
          },
        ],
      },
    });
  });

  it("may be an RPM", async () => {
    const folder = await temporaryFolder();
    const root = await packageRoot(folder, await bootImage(folder));
    expect(await unpacked([await rpmOf(root, folder)])).toMatchObject({
      release,
      packages: [{ name: "kernel-test", version: "6.1.1-1", architecture: "x86_64" }],
      complaints: [],
      modules: { files: [{ path: "kernel/disk.ko" }] },
    });
  });

  it("may be an RPM that was changed, and is told of", async () => {
    const folder = await temporaryFolder();
    const root = await packageRoot(folder, await bootImage(folder));
    const path = await rpmOf(root, folder);
    const bytes = await readFile(path);
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    await writeFile(path, bytes);
    const found = await unpacked([path]);
    expect(JSON.stringify(found)).toMatch(/cannot be unpacked|digests of the package do not hold/);
  });

  it("may be an RPM that is signed, and says so only where a key of the keyring signed it", async () => {
    const folder = await temporaryFolder();
    const root = await packageRoot(folder, await bootImage(folder));
    const path = await rpmOf(root, folder);
    const unsigned = join(folder, "unsigned.rpm");
    await copyFile(path, unsigned);
    const keyring = await signedBy(path, folder);
    expect(await unpacked([path], { keyring })).toMatchObject({
      complaints: [],
      origins: [expect.stringMatching(/^kernel-test\S+: it is signed by a key of key.asc/)],
    });
    expect(await unpacked([unsigned], { keyring })).toMatchObject({
      complaints: ["the package is not signed by a key of the keyring"],
      origins: ["unsigned.rpm: no signature was checked"],
    });
    const other = await signedBy(unsigned, await temporaryFolder());
    expect(await unpacked([path], { keyring: other })).toMatchObject({
      complaints: ["the package is not signed by a key of the keyring"],
    });
    expect(await unpacked([path])).toMatchObject({
      complaints: [],
      origins: [expect.stringContaining("no signature was checked")],
    });
  });

  it("whose md5sums lie is told of", async () => {
    const lie = `${"0".repeat(32)}  boot/vmlinuz-${release}\n`;
    const kernel = await unpacked([await deb({ sums: lie })]);
    expect(kernel).toMatchObject({
      complaints: [`the package's md5sums does not hold: boot/vmlinuz-${release}: FAILED`],
    });
  });

  it("whose kernel is one byte off is told of", async () => {
    const folder = await temporaryFolder();
    const root = await packageRoot(folder, await bootImage(folder));
    const sums = await mustRun(["sh", "-c", "find boot lib -type f -exec md5sum {} +"], {
      cwd: root,
    });
    const path = join(root, `boot/vmlinuz-${release}`);
    const bytes = await readFile(path);
    bytes[0x10] = (bytes[0x10] ?? 0) ^ 1;
    await writeFile(path, bytes);
    expect(await unpacked([await debOf(root, join(folder, "kernel.deb"), sums)])).toMatchObject({
      complaints: [`the package's md5sums does not hold: boot/vmlinuz-${release}: FAILED`],
    });
  });

  it("that was cut is one error", async () => {
    const path = await deb();
    await truncate(path, 3000);
    expect(await unpacked([path])).toMatch(/^kernel\.deb cannot be unpacked: /);
  });

  it.each([
    [
      "a path that leads out",
      "tar cPf ../data.tar . ../../t/debian-binary",
      /Member name contains/,
    ],
    ["a device", "mknod boot/sda b 8 0; tar cf ../data.tar .", /Cannot mknod/],
    ["no kernel", "rm -r boot/vmlinuz*; tar cf ../data.tar .", /contains no kernel/],
    ["two kernels", "cp boot/vmlinuz* boot/vmlinuz-2; tar cf ../data.tar .", /contains 2 kernels/],
  ])("with %s is one error", async (_, make, message) => {
    expect(await unpacked([await debWithTar(make)])).toMatch(message);
  });

  it("whose kernel is a link to a file of this machine has none", async () => {
    expect(await unpacked([await deb({ plant: kernelElsewhere })])).toMatch(/contains no kernel/);
  });

  it("whose modules are of another release is one error", async () => {
    expect(await unpacked([await deb({ plant: oldModules })])).toBe(
      `the kernel is ${release} but the modules are for 5.10.0`,
    );
  });
});

describe("a bare image", () => {
  it.each([
    [["gzip", "-nc"]],
    [["bzip2", "-c"]],
    [["xz", "-c", "--check=crc32"]],
    [["xz", "-c", "--format=lzma"]],
    [["lzop", "-c"]],
    [["lz4", "-l", "-c"]],
    [["zstd", "-qc"]],
  ])("compressed by %j gives its ELF", async (compressor) => {
    const folder = await temporaryFolder();
    const config = join(folder, "config");
    await writeFile(config, "");
    const image = await bootImage(folder, { compressor });
    const kernel = await unpacked([image], { config });
    expect(kernel).toMatchObject({ release, packages: [] });
    const { vmlinux } = kernel as PackagedKernel;
    expect(await readFile(store.path(vmlinux))).toEqual(await readFile(join(folder, "k.elf")));
  });

  it("may have modules beside it that nobody has indexed yet, as a package of Debian's has them", async () => {
    const folder = await temporaryFolder();
    const root = await packageRoot(folder, await bootImage(folder));
    const [own, tar] = [join(root, "lib/modules", release), join(folder, "modules.tar")];
    await rm(join(own, "modules.dep"));
    await mustRun(["tar", "--create", "--file", tar, "--directory", own, "."]);
    const config = join(root, `boot/config-${release}`);
    const image = join(root, `boot/vmlinuz-${release}`);
    expect(await unpacked([image], { config, modules: tar })).toMatchObject({
      release,
      modules: { files: [{ name: "disk", path: "kernel/disk.ko" }] },
    });
  });

  it("may stand in a section of a unified kernel image", async () => {
    const folder = await temporaryFolder();
    const config = join(folder, "config");
    await writeFile(config, "");
    const image = await bootImage(folder);
    const kernel = await unpacked([await unifiedImage(folder, image)], { config });
    const bytes = await readFile(store.path((kernel as PackagedKernel).image));
    expect(bytes.subarray(0, (await readFile(image)).length)).toEqual(await readFile(image));
  });

  it.each<[string, (image: Buffer) => void, RegExp]>([
    ["with a bit of its payload changed", flipBit, /^the kernel image is damaged/],
    ["that is none", (image) => image.fill(7), /it is no bzImage/],
    ["for arm64", (image) => image.write("ARM\x64", 0x38, "latin1"), /an image for arm64/],
    ["whose payload says another size", growPayload, /lies outside the file/],
  ])("%s is one error", async (_, change, message) => {
    const folder = await temporaryFolder();
    expect(await unpacked([await bootImage(folder, { change })])).toMatch(message);
  });

  it("without a configuration cannot be judged", async () => {
    expect(await unpacked([await bootImage(await temporaryFolder())])).toMatch(
      /^the kernel's configuration is missing/,
    );
  });

  it("that would become more than it says does not", async () => {
    const folder = await temporaryFolder();
    const zeros = ["sh", "-c", "head -c 64M /dev/zero | xz -0c --check=crc32"];
    expect(
      await unpacked([await bootImage(folder, { compressor: zeros, change: promiseLess })]),
    ).toMatch(/^the kernel image is damaged/);
  });
});

function flipBit(image: Buffer): void {
  const at = image.length - 100;
  image[at] = (image[at] ?? 0) ^ 1;
}

function growPayload(image: Buffer): void {
  image.writeUInt32LE(image.length, 0x24c);
}

/** 1 MiB, where more comes. */
function promiseLess(image: Buffer): void {
  image.writeUInt32LE(2 ** 20, image.length - 4);
}
