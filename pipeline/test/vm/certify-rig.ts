// The real command over Debian's cloud kernel, whole or with something in it spoiled.

import { cp, mkdtemp, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Certification, certificationSchema } from "../../model/certify/certification.ts";
import { mustRun } from "../../tools/shell.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { checkout, type CliResult, twinboot } from "./cli-rig.ts";

export const kernel = "debian:bookworm/linux-image-cloud-amd64";

/** The driver of a PV guest's disk. */
export const blkfront = "kernel/drivers/block/xen-blkfront.ko";

export type Certified = CliResult & { readonly found: Certification; readonly output: string };

export type Spoilt = {
  /** A command of the shell, where the driver of a PV guest's disk lies. */
  readonly module?: string;
  /** An expression of sed. */
  readonly config?: string;
};

/** The kernel's package, as a file and unpacked. */
export class CloudKernel {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async download(): Promise<CloudKernel> {
    const root = await temporaryFolder();
    const name = await cloudPackage();
    await mustRun(["apt-get", "download", "--quiet", name], { cwd: root });
    await shell("mv *.deb kernel.deb; dpkg-deb -x kernel.deb unpacked", root);
    return new CloudKernel(root);
  }

  get unpacked(): string {
    return join(this.root, "unpacked");
  }

  async certified(args: readonly string[], from = checkout): Promise<Certified> {
    const output = await mkdtemp(join(this.root, "out-"));
    const words = ["certify", ...args, "--attempts", "1", "--output", output, "--quiet"];
    const done = await twinboot(words, {}, from);
    const text = await readFile(join(output, "certification.json"), "utf8").catch(() => "");
    expect(text, done.stderr).not.toBe("");
    return { ...done, output, found: certificationSchema.parse(JSON.parse(text)) };
  }

  /** Words for the command line: the files as they are installed, with one of them changed. */
  async installed({ module = "true", config = "" }: Spoilt): Promise<readonly string[]> {
    const copy = await mkdtemp(join(this.root, "installed-"));
    await cp(join(this.unpacked, "lib/modules"), copy, { recursive: true });
    await shell(`cd */$(dirname ${blkfront}) && ${module}`, copy);
    const found = await shell(`echo boot/vmlinuz-* boot/config-* && ls ${copy}`, this.unpacked);
    const [files = "", release = ""] = found.trim().split("\n");
    const [image = "", own = ""] = files.split(" ");
    await writeFile(join(copy, "config"), await mustRun(["sed", config, join(this.unpacked, own)]));
    const modules = join(copy, release);
    return [join(this.unpacked, image), "--config", join(copy, "config"), "--modules", modules];
  }

  /** The package after a change to what is in it. `honest`: its md5sums are made for it. */
  async repacked(
    change: (root: string) => Promise<unknown>,
    { honest }: { readonly honest: boolean },
  ): Promise<string> {
    const folder = await mkdtemp(join(this.root, "repacked-"));
    const root = join(folder, "root");
    await mustRun(["dpkg-deb", "-R", join(this.root, "kernel.deb"), root]);
    await change(root);
    const sums = "find * -path DEBIAN -prune -o -type f -exec md5sum {} + >DEBIAN/md5sums";
    if (honest) await shell(sums, root);
    await mustRun(["dpkg-deb", "-Znone", "-b", root, join(folder, "kernel.deb")]);
    return join(folder, "kernel.deb");
  }
}

/** The name of the package with the kernel in it. */
export async function cloudPackage(): Promise<string> {
  const meta = "linux-image-cloud-amd64";
  const asked = await mustRun(["apt-cache", "depends", "--important", meta]);
  return /Depends: (linux-image-\S+)/.exec(asked)?.[1] ?? "";
}

export async function shell(line: string, cwd: string): Promise<string> {
  return mustRun(["bash", "-euc", line], { cwd });
}

/** A checkout with one profile more; `keys` are lines of it. */
export async function withProfile(name: string, keys: string): Promise<string> {
  const root = await temporaryFolder();
  await copyCheckout(root);
  await writeFile(
    join(root, `images/profiles/${name}.yaml`),
    `profile: ${name}\ndescribes: planted for a test\nholdsDays: 1\n${keys}\n`,
  );
  return root;
}

/**
 * Makes a breakpoint of what the module's initialisation does first once it found itself under Xen; elsewhere it gives
 * up before. PID 1, which loads it, dies of it. The signature goes, as the kernel refuses a module with a wrong one.
 */
export async function trapUnderXen(path: string): Promise<void> {
  await mustRun(["objcopy", "--strip-debug", path]);
  const sections = await mustRun(["readelf", "--sections", "--wide", path]);
  const [, section = ""] = /\.init\.text +PROGBITS +[0-9a-f]+ +([0-9a-f]+)/.exec(sections) ?? [];
  const line = ["objdump", "--disassemble", "--reloc", "--section=.init.text", path];
  const behind = /\bxen_domain_type\b[^]*?\bje\b[^\n]*\n\s*([0-9a-f]+):/;
  const [, own = ""] = behind.exec(await mustRun(line)) ?? [];
  await using file = await open(path, "r+");
  const at = Number.parseInt(section, 16) + Number.parseInt(own, 16);
  await file.write(Buffer.from([0xcc]), 0, 1, at);
}
