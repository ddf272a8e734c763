// A distribution's own initramfs before its kernel's guests: as it may be packed, and one that initramfs-tools made.

import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../model/digest.ts";
import { mustRun } from "../../tools/shell.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { blkfront, CloudKernel, cloudPackage, kernel, shell } from "./certify-rig.ts";
import { twinboot } from "./cli-rig.ts";
import { sourcesFor } from "./minimal-root.ts";

let cloud: CloudKernel;

beforeAll(async () => {
  cloud = await CloudKernel.download();
}, 300_000);

const guests = ["bare-q35", "xen-pv-domu", "xen-pvh-domu"];

describe("a distribution's initramfs", { tags: ["vm", "nightly"], timeout: 1_800_000 }, () => {
  it.each<[string, () => Promise<string>, string]>([
    ["packed by hand, with modules compressed", () => initramfsOf({ xz: true }), `${blkfront}.xz`],
    ["made by initramfs-tools", initramfsMade, blkfront],
  ])("%s starts its kernel's guests, which load its modules", async (_, make, module) => {
    const initramfs = await make();
    const args = [kernel, "--initramfs", initramfs, "--platform", guests.join(",")];
    const { exitCode, found, output } = await cloud.certified(args);
    expect(found.platforms.map(({ platform, word }) => `${platform}: ${word}`)).toEqual(
      guests.map((name) => `${name}: certified`),
    );
    expect(found.kernel.initramfs?.digest).toBe(digestOf(await readFile(initramfs)));
    expect(found.modules.map(({ path }) => path)).toContain(module);
    for (const { modules } of found.platforms.slice(1))
      expect(modules).toContainEqual(
        expect.objectContaining({ name: "module.xen_blkfront", result: "pass" }),
      );
    expect(exitCode).toBe(0);
    const verified = await twinboot(["verify-report", "--certificate", output]);
    expect(verified.exitCode, verified.stdout).toBe(0);
  });

  it("without the driver of a guest's disk is not certified, though the package has it", async () => {
    const initramfs = await initramfsOf({ spoil: "rm xen-blkfront.ko" });
    const args = [kernel, "--initramfs", initramfs, "--platform", "xen-pv-domu"];
    const { found } = await cloud.certified(args);
    expect(found.word).toBe("not certified");
    expect(JSON.stringify(found.platforms[0]?.reasons)).toMatch(/disk .*xen_blkfront/);
  });
});

type Packed = {
  /** Modules are compressed once more. */
  readonly xz?: boolean;
  /** A command of the shell, where the module of a PV guest's disk lies. */
  readonly spoil?: string;
};

/** In the form of initramfs-tools: microcode in a plain archive, then all else; with a program in the place of /init. */
async function initramfsOf({ xz = false, spoil = "true" }: Packed): Promise<string> {
  const folder = await mkdtemp(join(cloud.root, "initramfs-"));
  const tree = `${cloud.unpacked}/lib/modules`;
  const script = `
mkdir -p early/kernel/x86/microcode main/usr/lib/modules main/usr/sbin main/usr/bin main/run main/dev
head -c 5000 /dev/urandom >early/kernel/x86/microcode/GenuineIntel.bin
ln -s usr/lib main/lib; ln -s usr/sbin main/sbin; ln -s usr/bin main/bin
ln -s usr/bin/true main/init
cp /bin/busybox main/usr/bin/true; cp /bin/busybox main/usr/sbin/poweroff
release=$(ls ${tree})
mkdir -p main/usr/lib/modules/$release
cp ${tree}/$release/modules.* main/usr/lib/modules/$release/
into=$PWD/main/usr/lib/modules
(cd ${tree} && find $release -path '*xen*' -name '*.ko' -exec cp --parents -t $into {} +)
cd main/usr/lib/modules/$release
(cd $(dirname ${blkfront}) && ${spoil})
${xz ? "find . -name '*.ko' -exec xz --check=crc32 {} +" : ""}
cd $OLDPWD
/sbin/depmod -b main $release
(cd early && find . | cpio --quiet -o -H newc) >initrd.img
(cd main && find . | cpio --quiet -o -H newc | zstd -q) >>initrd.img`;
  await shell(script, folder);
  return join(folder, "initrd.img");
}

/** Where the kernel's package is installed, its script has one made: of the very version that is certified. */
async function initramfsMade(): Promise<string> {
  const [folder, name] = [await temporaryFolder(), await cloudPackage()];
  const [root, suite] = [join(folder, "root.tar"), "bookworm"];
  const sources = await sourcesFor(suite);
  const include = `--include=initramfs-tools,zstd,${name}`;
  // prettier-ignore
  await mustRun(["mmdebstrap", "--quiet", "--variant=minbase", include, suite, root, ...sources]);
  await mustRun(["tar", "-xf", root, "-C", folder, "--wildcards", "./boot/initrd.img-*"]);
  return join(folder, (await shell("echo boot/initrd.img-*", folder)).trim());
}
