// A distribution's own kernel through the real command: certified where it works, and never with a planted fault.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mustRun } from "../../tools/shell.ts";
import {
  blkfront,
  type Certified,
  CloudKernel,
  cloudPackage,
  kernel,
  shell,
  trapUnderXen,
  withProfile,
} from "./certify-rig.ts";
import { twinboot } from "./cli-rig.ts";

let cloud: CloudKernel;

beforeAll(async () => {
  cloud = await CloudKernel.download();
}, 300_000);

/** `PLATFORM: WORD` */
function wordsOf({ found }: Certified): string[] {
  return found.platforms.map(({ platform, word }) => `${platform}: ${word}`);
}

/** What is said of the platform at this place. */
function reasonsOf({ found }: Certified, at = 0): string {
  return JSON.stringify(found.platforms[at]?.reasons);
}

/** Words for dd, which writes over a byte of the image. */
const into = "of=$(echo boot/vmlinuz-*) bs=1 conv=notrunc status=none";

describe("Debian's cloud kernel", { tags: ["vm", "nightly"], timeout: 600_000 }, () => {
  it("is certified on bare hardware, by boots that give every word again", async () => {
    const { exitCode, found, output } = await cloud.certified([kernel, "--platform", "bare-q35"]);
    expect(found).toMatchObject({ word: "certified", platforms: [{ word: "certified" }] });
    expect(found.product.origins).toEqual([expect.stringContaining("signed Release of bookworm")]);
    expect(exitCode).toBe(0);
    const verified = await twinboot(["verify-report", "--certificate", output]);
    expect(verified.stdout).toContain("every word was judged again");
    expect(verified.exitCode).toBe(0);
  });

  it("has its word again without a boot: the consoles are those of the first", async () => {
    const args = [kernel, "--platform", "bare-q35"];
    const [first, second] = [await cloud.certified(args), await cloud.certified(args)];
    expect(second.found.platforms[0]?.console).toEqual(first.found.platforms[0]?.console);
  });

  it("is not certified without an option that the profile asks for, however it boots", async () => {
    const files = await cloud.installed({
      config: "s/^CONFIG_XEN_PVHVM=y/# CONFIG_XEN_PVHVM is not set/",
    });
    const { exitCode, found } = await cloud.certified([...files, "--platform", "bare-q35"]);
    expect(found).toMatchObject({
      word: "not certified",
      config: [{ option: "XEN_PVHVM", found: "n" }],
      platforms: [{ word: "certified" }],
    });
    expect(exitCode).toBe(1);
  });

  it.each([
    [
      "its package lies about a file",
      "echo >>boot/config-*",
      false,
      "md5sums does not hold: boot/config",
    ],
    [
      "its vmlinuz is one byte off",
      `printf X | dd ${into} seek=16`,
      false,
      "not hold: boot/vmlinuz",
    ],
    // LZ4 has no checksum: it becomes a kernel all the same.
    [
      "a byte is off and the package vouches for it",
      `printf X | dd ${into} seek=4000000`,
      true,
      "was changed after it was signed",
    ],
  ])("is not certified if %s, and is not booted", async (_, line, honest, complaint) => {
    const spoilt = await cloud.repacked((root) => shell(line, root), { honest });
    const { exitCode, found } = await cloud.certified([spoilt, "--platform", "bare-q35"]);
    expect(found).toMatchObject({
      word: "not certified",
      platforms: [{ boots: 0 }],
    });
    expect(found.complaints.join("\n")).toContain(complaint);
    expect(exitCode).toBe(1);
  });

  it("is not certified with an unsigned module under lockdown, which the kernel refuses", async () => {
    const keys = `platforms:
  bare-q35:
    modules: [xen_blkfront]
    cmdline: [lockdown=integrity]`;
    const root = await withProfile("planted-lockdown", keys);
    const files = await cloud.installed({ module: "objcopy --strip-debug xen-blkfront.ko" });
    const { found } = await cloud.certified([...files, "--profile", "planted-lockdown"], root);
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
    const keys = "platforms:\n  bare-q35:\n    cmdline: [clearcpuid=smap]";
    const root = await withProfile("planted-taint", keys);
    const tainted = await cloud.certified([kernel, "--profile", "planted-taint"], root);
    expect(tainted.found.word).toBe("not certified");
    expect(reasonsOf(tainted)).toContain("S (a processor");
  });
});

describe("Debian's cloud kernel under Xen", { tags: ["vm", "nightly"], timeout: 3_600_000 }, () => {
  it("is certified as a guest, by its own modules, and not asked to be dom0", async () => {
    const platforms = "bare-pvh,xen-pv-domu,xen-pvh-domu,xen-pv-dom0";
    const tried = await cloud.certified([kernel, "--platform", platforms]);
    expect(wordsOf(tried)).toEqual([
      "bare-pvh: certified",
      "xen-pv-domu: certified",
      "xen-pvh-domu: certified",
      "xen-pv-dom0: not applicable",
    ]);
    expect(tried.exitCode).toBe(0);
  });

  it("is not certified without the driver of its disk, and what would mend it is said", async () => {
    const files = await cloud.installed({ module: "rm xen-blkfront.ko" });
    const tried = await cloud.certified([...files, "--platform", "xen-pv-domu"]);
    expect(tried.found.word).toBe("not certified");
    expect(reasonsOf(tried)).toMatch(/disk .*xen_blkfront/);
  });

  it("is not certified with a module of another build, which the kernel refuses", async () => {
    // Without its signature, which the change would spoil as well. Of a kernel with CONFIG_MODVERSIONS the release is not
    // compared, but what it was built for is.
    const module =
      "objcopy --strip-debug xen-blkfront.ko && sed -i 's/ SMP preempt / UMP preempt /' xen-blkfront.ko";
    const files = await cloud.installed({ module });
    const { found } = await cloud.certified([...files, "--platform", "xen-pv-domu"]);
    expect(found.word).toBe("not certified");
    expect(found.platforms[0]?.modules).toContainEqual({
      name: "module.xen_blkfront",
      result: "fail",
      detail: expect.stringContaining("it is of another build"),
    });
  });

  it("is not certified with an unsigned module, which taints it", async () => {
    const files = await cloud.installed({ module: "objcopy --strip-debug xen-blkfront.ko" });
    const tried = await cloud.certified([...files, "--platform", "xen-pv-domu"]);
    expect(tried.found.word).toBe("not certified");
    expect(reasonsOf(tried)).toContain("E (an unsigned module)");
  });

  it("is certified nowhere under Xen if a module of its package panics there alone, and Debian's symbols say where", async () => {
    const own = "modules: [xen_blkfront]";
    const keys = `taint: [E]
platforms:
  bare-q35: { ${own} }
  xen-pv-domu: { ${own} }
  xen-pvh-domu: { ${own} }`;
    const root = await withProfile("planted-panic", keys);
    const deb = await cloud.repacked(trapInDriver, { honest: true });
    const args = [deb, "--profile", "planted-panic", "--debug-symbols", await debugSymbols()];
    const tried = await cloud.certified(args, root);
    expect(wordsOf(tried)).toEqual([
      "bare-q35: certified",
      "xen-pv-domu: not certified",
      "xen-pvh-domu: not certified",
    ]);
    expect(tried.found).toMatchObject({ word: "not certified", complaints: [] });
    expect(tried.found.platforms[0]?.modules).toMatchObject([{ result: "skip" }]);
    for (const at of [1, 2]) expect(reasonsOf(tried, at)).toMatch(/panic|int3/);
    const { traces = [] } = tried.found.debugSymbols ?? {};
    expect(traces.map(({ platform }) => platform)).toEqual(["xen-pv-domu", "xen-pvh-domu"]);
    for (const { frames } of traces)
      expect(JSON.stringify(frames)).toMatch(/do_one_initcall at \S*init\/main\.c:\d+/);
    expect(tried.exitCode).toBe(1);
  });
});

async function trapInDriver(root: string): Promise<void> {
  const modules = join(root, "lib/modules");
  const [release = ""] = await readdir(modules);
  await trapUnderXen(join(modules, release, blkfront));
}

/** The package of Debian's that has them: some 300 MB. */
async function debugSymbols(): Promise<string> {
  const line = ["apt-get", "download", "--quiet", `${await cloudPackage()}-dbg`];
  await mustRun(line, { cwd: cloud.root });
  return join(cloud.root, (await shell("echo *-dbg_*.deb", cloud.root)).trim());
}

describe("a 32-bit kernel of Debian's", { tags: ["vm", "nightly"], timeout: 1_800_000 }, () => {
  it("is tried on 32-bit machines and under Xen, by the profile for them", async () => {
    const name = "debian:bookworm/linux-image-686-pae:i386";
    const { found } = await cloud.certified([name, "--profile", "i386"]);
    expect(found.product.architecture).toBe("i386");
    expect(found.platforms.map(({ platform, word }) => `${platform}: ${word}`)).toEqual([
      "bare-i386-pae: certified",
      "xen-pvh-domu-i386: certified",
    ]);
  });
});
