// Packages with a small kernel in them: a real ELF with a build-id, compressed as Kconfig can, behind a real boot header.

import { hash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import type { Store } from "../engine/store.ts";
import type { Artifact } from "../model/artifact.ts";
import { mustRun } from "../tools/shell.ts";
import { temporaryFolder } from "./folder-rig.ts";

export const release = "6.1.0-1-test";

/** What is written into the file in the place of what makes a kernel of it. */
export type ImageShape = {
  /** The program that packs the payload; node's own gzip where absent. */
  readonly compressor?: readonly string[];
  readonly change?: (image: Buffer) => void;
};

/** The path of a bzImage; its payload ends with its size, but where gzip has that already. */
export async function bootImage(
  folder: string,
  { compressor, change = () => undefined }: ImageShape = {},
): Promise<string> {
  const plain = await smallElf();
  await writeFile(join(folder, "k.elf"), plain);
  const payload = compressor ? await packedBy(compressor, folder) : gzipSync(plain);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(plain.length);
  const endsWithSize = !compressor || compressor[0] === "gzip";
  const whole = endsWithSize ? payload : Buffer.concat([payload, size]);
  const image = Buffer.concat([bootHeader(whole.length), whole]);
  change(image);
  const path = join(folder, "vmlinuz");
  await writeFile(path, image);
  return path;
}

/** Compiled once for all tests. */
async function smallElf(): Promise<Buffer> {
  compiled ??= (async () => {
    const folder = await temporaryFolder();
    const [source, elf] = [join(folder, "k.s"), join(folder, "k.elf")];
    await writeFile(source, ".globl _start\n_start: nop\n.space 4096\n");
    await mustRun(["gcc", "-nostdlib", "-static", "-Wl,--build-id=sha1", "-o", elf, source]);
    return readFile(elf);
  })();
  return compiled;
}

let compiled: Promise<Buffer> | undefined;

async function packedBy(compressor: readonly string[], folder: string): Promise<Buffer> {
  const [elf, packed] = [join(folder, "k.elf"), join(folder, "k.packed")];
  await mustRun(["bash", "-c", `"$@" <${elf} >${packed}`, "bash", ...compressor]);
  return readFile(packed);
}

/** Four setup sectors behind the boot sector. */
function bootHeader(payloadBytes: number): Buffer {
  const header = Buffer.alloc(5 * 512);
  header[0x1f1] = 4;
  header.write("HdrS", 0x202, "latin1");
  header.writeUInt16LE(0x20f, 0x206);
  header.writeUInt16LE(0x300, 0x20e);
  header.write(`${release} (nobody) #1 SMP\0`, 0x500, "latin1");
  header.writeUInt16LE(1, 0x236);
  header.writeUInt32LE(0, 0x248);
  header.writeUInt32LE(payloadBytes, 0x24c);
  return header;
}

/** A folder as a package has it: boot/, and lib/modules/ with one module that is none. */
export async function packageRoot(folder: string, image: string): Promise<string> {
  const root = join(folder, "root");
  const modules = join(root, "lib/modules", release);
  await mkdir(join(root, "boot"), { recursive: true });
  await mkdir(join(modules, "kernel"), { recursive: true });
  await writeFile(join(root, "boot", `vmlinuz-${release}`), await readFile(image));
  await writeFile(join(root, "boot", `config-${release}`), "CONFIG_PARAVIRT=y\n");
  await writeFile(join(modules, "kernel", "disk.ko"), "no module");
  await writeFile(join(modules, "modules.dep"), "kernel/disk.ko:\n");
  await writeFile(join(modules, "modules.builtin"), "kernel/net.ko\n");
  return root;
}

/** `sums`: what DEBIAN/md5sums says; what is true where absent. */
export async function debOf(root: string, to: string, sums?: string): Promise<string> {
  const control = join(root, "DEBIAN");
  await mkdir(control, { recursive: true });
  await writeFile(
    join(control, "control"),
    `Package: linux-image-test\nVersion: 6.1.1-1\nArchitecture: amd64\nMaintainer: Nobody <nobody@example.org>\nDescription: a kernel\n`,
  );
  await writeFile(join(control, "md5sums"), sums ?? (await md5sums(root)));
  await mustRun(["dpkg-deb", "--root-owner-group", "-Znone", "--build", root, to]);
  return to;
}

async function md5sums(root: string): Promise<string> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const lines = paths.map(async (path) => {
    const sum = hash("md5", await readFile(path), "hex");
    return `${sum}  ${relative(root, path)}\n`;
  });
  return (await Promise.all(lines)).filter((line) => !line.includes("  DEBIAN/")).join("");
}

/** The same folder as an RPM, whose payload is compressed as Fedora's are. */
export async function rpmOf(root: string, folder: string): Promise<string> {
  const spec = join(folder, "kernel.spec");
  await writeFile(
    spec,
    `Name: kernel-test
Version: 6.1.1
Release: 1
Summary: a kernel
License: GPL-2.0
%description
A kernel.
%files
/boot
/lib
`,
  );
  // rpmbuild empties its own build root first.
  const install = `%install\ncp -a ${root}/boot ${root}/lib %{buildroot}\n`;
  await writeFile(spec, (await readFile(spec, "utf8")).replace("%files", `${install}%files`));
  // prettier-ignore
  await mustRun(["rpmbuild", "-bb", "--quiet", "--target", "x86_64", "--define", `_topdir ${folder}/top`,
    "--define", "_binary_payload w3.zstdio", "--define", "__os_install_post %{nil}", spec]);
  return join(folder, "top/RPMS/x86_64/kernel-test-6.1.1-1.x86_64.rpm");
}

/** Signs an RPM in its place, by a key made for it; gives the path of the public key. */
export async function signedBy(rpm: string, folder: string): Promise<string> {
  const home = join(folder, "gnupg");
  const [env, key] = [
    { ...process.env, GNUPGHOME: home } as Record<string, string>,
    join(folder, "key.asc"),
  ];
  await mkdir(home, { mode: 0o700 });
  // prettier-ignore
  await mustRun(["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key", "Nobody <nobody@example.org>", "rsa2048", "sign", "never"], { env });
  await mustRun(["gpg", "--batch", "--armor", "--output", key, "--export"], { env });
  // prettier-ignore
  await mustRun(["rpmsign", "--addsign", "--define", "_gpg_name Nobody", "--define", "__gpg /usr/bin/gpg", "--define", `_gpg_path ${home}`, rpm], { env });
  await mustRun(["gpgconf", "--kill", "all"], { env });
  return key;
}

/** A PE file of the small kernel's ELF, with the image in its section `.linux`. */
export async function unifiedImage(folder: string, image: string): Promise<string> {
  const path = join(folder, "kernel.efi");
  const stub = join(folder, "stub.efi");
  await mustRun(["objcopy", "--output-target=efi-app-x86_64", join(folder, "k.elf"), stub]);
  // prettier-ignore
  await mustRun(["objcopy", "--add-section", `.linux=${image}`, "--change-section-vma", ".linux=0x2000000",
    "--set-section-flags", ".linux=data,alloc,contents", stub, path]);
  return path;
}

/** A copy of the file, in the store. */
export async function kept(store: Store, path: string): Promise<Artifact> {
  return store.keepBytes(await readFile(path), basename(path));
}
