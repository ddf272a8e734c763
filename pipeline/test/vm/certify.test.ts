// A distribution's own kernel through the real command: certified where it works, and never with a planted fault.

import { cp, mkdtemp, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Certification, certificationSchema } from "../../model/certify/certification.ts";
import { digestOf } from "../../model/digest.ts";
import { mustRun } from "../../tools/shell.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { checkout, type CliResult, twinboot } from "./cli-rig.ts";

const kernel = "debian:bookworm/linux-image-cloud-amd64";
const folders = { root: "", deb: "", unpacked: "" };

type Certified = CliResult & { readonly found: Certification; readonly output: string };

async function certified(args: readonly string[], root = checkout): Promise<Certified> {
  const output = await mkdtemp(join(folders.root, "out-"));
  const words = ["certify", ...args, "--attempts", "1", "--output", output, "--quiet"];
  const done = await twinboot(words, {}, root);
  const text = await readFile(join(output, "certification.json"), "utf8").catch(() => "");
  expect(text, done.stderr).not.toBe("");
  return { ...done, output, found: certificationSchema.parse(JSON.parse(text)) };
}

/** Of the kernel's package: its image, configuration and modules as they are installed, to be spoiled. */
beforeAll(async () => {
  folders.root = await temporaryFolder();
  // prettier-ignore
  const asked = await mustRun(["apt-cache", "depends", "--important", "linux-image-cloud-amd64"]);
  const name = /Depends: (linux-image-\S+)/.exec(asked)?.[1] ?? "";
  await mustRun(["apt-get", "download", "--quiet", name], { cwd: folders.root });
  folders.unpacked = join(folders.root, "unpacked");
  await mustRun(["bash", "-c", `mv *.deb kernel.deb; dpkg-deb -x kernel.deb unpacked`], {
    cwd: folders.root,
  });
  folders.deb = join(folders.root, "kernel.deb");
}, 300_000);

const blkfront = "kernel/drivers/block/xen-blkfront.ko";

type Spoilt = {
  /** A command of the shell, where the module of a PV guest's disk lies. */
  readonly module?: string;
  /** An expression of sed. */
  readonly config?: string;
};

/** The kernel's files as they are installed, with one of them changed. */
async function installed({ module = "true", config = "" }: Spoilt): Promise<readonly string[]> {
  const copy = await mkdtemp(join(folders.root, "installed-"));
  await cp(join(folders.unpacked, "lib/modules"), copy, { recursive: true });
  const line = `cd */$(dirname ${blkfront}) && ${module}`;
  await mustRun(["bash", "-c", line], { cwd: copy });
  // prettier-ignore
  const found = await mustRun(["bash", "-c", `echo boot/vmlinuz-* boot/config-* && ls ${copy}`], { cwd: folders.unpacked });
  const [files = "", release = ""] = found.trim().split("\n");
  const [image = "", own = ""] = files.split(" ");
  const text = await mustRun(["sed", config, join(folders.unpacked, own)]);
  await writeFile(join(copy, "config"), text);
  const modules = join(copy, release);
  return [join(folders.unpacked, image), "--config", join(copy, "config"), "--modules", modules];
}

/** A checkout with one profile more, for bare-q35 alone. */
async function withProfile(name: string, keys: string): Promise<string> {
  const root = await mkdtemp(join(folders.root, "checkout-"));
  await copyCheckout(root);
  await writeFile(
    join(root, `images/profiles/${name}.yaml`),
    `profile: ${name}\ndescribes: planted for a test\nholdsDays: 1\nplatforms:\n  bare-q35:\n    ${keys}\n`,
  );
  return root;
}

describe("Debian's cloud kernel", { tags: ["vm", "nightly"], timeout: 600_000 }, () => {
  it("is certified on bare hardware, by boots that give every word again", async () => {
    const { exitCode, found, output } = await certified([kernel, "--platform", "bare-q35"]);
    expect(found).toMatchObject({ word: "certified", platforms: [{ word: "certified" }] });
    expect(found.product.origins).toEqual([expect.stringContaining("signed Release of bookworm")]);
    expect(exitCode).toBe(0);
    const verified = await twinboot(["verify-report", "--certificate", output]);
    expect(verified.stdout).toContain("every word was judged again");
    expect(verified.exitCode).toBe(0);
  });

  it("has its word again without a boot: the consoles are those of the first", async () => {
    const args = [kernel, "--platform", "bare-q35"];
    const [first, second] = [await certified(args), await certified(args)];
    expect(second.found.platforms[0]?.console).toEqual(first.found.platforms[0]?.console);
  });

  it("is not certified without an option that the profile asks for, however it boots", async () => {
    const files = await installed({
      config: "s/^CONFIG_XEN_PVHVM=y/# CONFIG_XEN_PVHVM is not set/",
    });
    const { exitCode, found } = await certified([...files, "--platform", "bare-q35"]);
    expect(found).toMatchObject({
      word: "not certified",
      config: [{ option: "XEN_PVHVM", found: "n" }],
      platforms: [{ word: "certified" }],
    });
    expect(exitCode).toBe(1);
  });

  it("is not certified if its package lies about its sums", async () => {
    const lying = join(folders.root, "lying.deb");
    const line = `dpkg-deb -R kernel.deb lying && echo >>lying/boot/config-* && dpkg-deb -Znone -b lying ${lying}`;
    await mustRun(["bash", "-c", line], { cwd: folders.root });
    const { exitCode, found } = await certified([lying, "--platform", "bare-q35"]);
    expect(found).toMatchObject({
      word: "not certified",
      complaints: [expect.stringContaining("md5sums does not hold")],
    });
    expect(exitCode).toBe(1);
  });

  it("is not certified with an unsigned module under lockdown, which the kernel refuses", async () => {
    const keys = "modules: [xen_blkfront]\n    cmdline: [lockdown=integrity]";
    const root = await withProfile("planted-lockdown", keys);
    const files = await installed({ module: "objcopy --strip-debug xen-blkfront.ko" });
    const { found } = await certified([...files, "--profile", "planted-lockdown"], root);
    expect(found.word).toBe("not certified");
    expect(found.platforms[0]?.modules).toEqual([
      {
        name: "module.xen_blkfront",
        result: "fail",
        detail: expect.stringMatching(/unsigned under lockdown/),
      },
    ]);
  });

  it("is not certified if it taints itself", async () => {
    const root = await withProfile("planted-taint", "cmdline: [clearcpuid=smap]");
    const { found } = await certified([kernel, "--profile", "planted-taint"], root);
    expect(found.word).toBe("not certified");
    expect(JSON.stringify(found.platforms[0]?.reasons)).toContain("S (a processor");
  });
});

describe("Debian's cloud kernel under Xen", { tags: ["vm", "nightly"], timeout: 3_600_000 }, () => {
  it("is certified as a guest, by its own modules, and not asked to be dom0", async () => {
    const platforms = "bare-pvh,xen-pv-domu,xen-pvh-domu,xen-pv-dom0";
    const { exitCode, found } = await certified([kernel, "--platform", platforms]);
    expect(found.platforms.map(({ platform, word }) => `${platform}: ${word}`)).toEqual([
      "bare-pvh: certified",
      "xen-pv-domu: certified",
      "xen-pvh-domu: certified",
      "xen-pv-dom0: not applicable",
    ]);
    expect(exitCode).toBe(0);
  });

  it("is not certified without the driver of its disk, and what would mend it is said", async () => {
    const files = await installed({ module: "rm xen-blkfront.ko" });
    const { found } = await certified([...files, "--platform", "xen-pv-domu"]);
    expect(found.word).toBe("not certified");
    expect(JSON.stringify(found.platforms[0]?.reasons)).toMatch(/disk .*xen_blkfront/);
  });

  it("is not certified with a module of another build, which the kernel refuses", async () => {
    const files = await installed({
      module: "sed -i 's/vermagic=6/vermagic=5/' xen-blkfront.ko",
    });
    const { found } = await certified([...files, "--platform", "xen-pv-domu"]);
    expect(found.word).toBe("not certified");
    expect(found.platforms[0]?.modules).toContainEqual(
      expect.objectContaining({ name: "module.xen_blkfront", result: "fail" }),
    );
  });

  it("is not certified with an unsigned module, which taints it", async () => {
    const files = await installed({ module: "objcopy --strip-debug xen-blkfront.ko" });
    const { found } = await certified([...files, "--platform", "xen-pv-domu"]);
    expect(found.word).toBe("not certified");
    expect(JSON.stringify(found.platforms[0]?.reasons)).toContain("E (an unsigned module)");
  });

  it("is not certified if a module panics that is loaded under Xen alone", async () => {
    const files = await installed({});
    await trapAtInit(join(files.at(-1) ?? "", blkfront));
    const { found } = await certified([...files, "--platform", "bare-q35,xen-pv-domu"]);
    expect(found.word).toBe("not certified");
    expect(found.platforms.map(({ platform, word }) => `${platform}: ${word}`)).toEqual([
      "bare-q35: certified",
      "xen-pv-domu: not certified",
    ]);
    expect(JSON.stringify(found.platforms[1]?.reasons)).toMatch(/panic|int3/);
  });
});

describe("a distribution's initramfs", { tags: ["vm", "nightly"], timeout: 1_800_000 }, () => {
  it("starts its kernel's guests, which load its modules and none of the package's", async () => {
    const initramfs = await initramfsOf({ xz: true });
    const args = [kernel, "--initramfs", initramfs, "--platform", "bare-q35,xen-pv-domu"];
    const { exitCode, found, output } = await certified(args);
    expect(found.platforms.map(({ platform, word }) => `${platform}: ${word}`)).toEqual([
      "bare-q35: certified",
      "xen-pv-domu: certified",
    ]);
    expect(found.kernel.initramfs?.digest).toBe(digestOf(await readFile(initramfs)));
    expect(found.modules.map(({ path }) => path)).toContain(`${blkfront}.xz`);
    expect(found.platforms[1]?.modules).toContainEqual(
      expect.objectContaining({ name: "module.xen_blkfront", result: "pass" }),
    );
    expect(exitCode).toBe(0);
    const verified = await twinboot(["verify-report", "--certificate", output]);
    expect(verified.exitCode, verified.stdout).toBe(0);
  });

  it("without the driver of a guest's disk is not certified, though the package has it", async () => {
    const initramfs = await initramfsOf({ spoil: "rm xen-blkfront.ko" });
    const args = [kernel, "--initramfs", initramfs, "--platform", "xen-pv-domu"];
    const { found } = await certified(args);
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

/** As initramfs-tools packs it: microcode in a plain archive, then all else; with a program in the place of /init. */
async function initramfsOf({ xz = false, spoil = "true" }: Packed): Promise<string> {
  const folder = await mkdtemp(join(folders.root, "initramfs-"));
  const tree = `${folders.unpacked}/lib/modules`;
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
  await mustRun(["bash", "-euc", script], { cwd: folder });
  return join(folder, "initrd.img");
}

describe("a 32-bit kernel of Debian's", { tags: ["vm", "nightly"], timeout: 1_800_000 }, () => {
  it("is tried on 32-bit machines, by the profile for them", async () => {
    const name = "debian:bookworm/linux-image-686-pae:i386";
    const { found } = await certified([name, "--profile", "i386"]);
    expect(found.product.architecture).toBe("i386");
    expect(found.platforms[0]).toMatchObject({ platform: "bare-i386-pae", word: "certified" });
  });
});

/** Makes a breakpoint of the first instruction that the module's initialisation has of its own: PID 1, which loads it, dies. */
async function trapAtInit(path: string): Promise<void> {
  const sections = await mustRun(["readelf", "--sections", "--wide", path]);
  const symbols = await mustRun(["readelf", "--symbols", "--wide", path]);
  const [, section = ""] = /\.init\.text +PROGBITS +[0-9a-f]+ +([0-9a-f]+)/.exec(sections) ?? [];
  const [, symbol = ""] = /: +([0-9a-f]+) .* init_module$/m.exec(symbols) ?? [];
  await using file = await open(path, "r+");
  const start = Number.parseInt(section, 16) + Number.parseInt(symbol, 16);
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, start);
  // Before it come endbr64, where there is one, and the call of ftrace.
  const own = start + (buffer.toString("hex") === "f30f1efa" ? 4 : 0) + 5;
  await file.write(Buffer.from([0xcc]), 0, 1, own);
}
