// What a build left, as the host takes it: the bytes of regular files, and nothing else.
// @module-tag process

import { execFile } from "node:child_process";
import { link, mkdir, readFile, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { Offence } from "../model/errors.ts";
import { temporaryFolder } from "../test/folder-rig.ts";
import { copyProduct, hasProduct, productText } from "./build-product.ts";

/** A build's folder, a secret of the host beside it, and where the copy goes. */
async function rig() {
  const dir = await temporaryFolder();
  const [folder, secret, to] = [join(dir, "objects"), join(dir, "secret"), join(dir, "copy")];
  await mkdir(folder);
  await writeFile(secret, "secret\n");
  return { folder, secret, to };
}

async function refused(folder: string, path: string, to: string): Promise<string> {
  const error: unknown = await copyProduct(folder, path, to).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(Offence);
  await expect(stat(to)).rejects.toThrow("ENOENT");
  await expect(productText(folder, path)).rejects.toThrow(Offence);
  return (error as Offence).message;
}

describe("of what a build left, the host takes", () => {
  test("the bytes of a regular file, without its mode", async () => {
    const { folder, to } = await rig();
    await mkdir(join(folder, "arch/x86/boot"), { recursive: true });
    await writeFile(join(folder, "arch/x86/boot/bzImage"), "bytes", { mode: 0o777 });
    expect(await copyProduct(folder, "arch/x86/boot/bzImage", to)).toBe(to);
    expect(await readFile(to, "utf8")).toBe("bytes");
    expect((await stat(to)).mode & 0o7111).toBe(0);
    expect(await productText(folder, "arch/x86/boot/bzImage")).toBe("bytes");
  });

  test("a copy of a file with a second name: a later build cannot write to it by the other one", async () => {
    const { folder, to } = await rig();
    await writeFile(join(folder, "vmlinux"), "good");
    await link(join(folder, "vmlinux"), join(folder, "other"));
    await copyProduct(folder, "vmlinux", to);
    await writeFile(join(folder, "other"), "evil");
    expect(await readFile(to, "utf8")).toBe("good");
  });

  test("nothing that a link leads to", async () => {
    const { folder, secret, to } = await rig();
    await symlink(secret, join(folder, ".config"));
    expect(await refused(folder, ".config", to)).toBe("the build left .config as a symbolic link");
  });

  test("nothing behind a folder that is a link, however deep", async () => {
    const { folder, secret, to } = await rig();
    await mkdir(join(folder, "arch/x86"), { recursive: true });
    await symlink(join(secret, ".."), join(folder, "arch/x86/boot"));
    expect(await refused(folder, "arch/x86/boot/secret", to)).toBe(
      "the build left arch/x86/boot/secret as a symbolic link (boot)",
    );
  });

  test("no FIFO: it is refused at once, nobody waits for a writer", async () => {
    const { folder, to } = await rig();
    await promisify(execFile)("mkfifo", [join(folder, "bzImage")]);
    expect(await refused(folder, "bzImage", to)).toBe("the build left bzImage as a FIFO");
  });

  test("no socket, no device and no folder", async () => {
    const { folder, to } = await rig();
    const server = createServer().listen(join(folder, "socket"));
    await mkdir(join(folder, "folder"));
    expect(await refused(folder, "socket", to)).toBe("the build left socket as a socket");
    expect(await refused(folder, "folder", to)).toBe("the build left folder as a folder");
    expect(await refused("/dev", "zero", to)).toBe("the build left zero as a device");
    server.close();
  });

  test("no file of 200 GB, though it has not a byte in it", async () => {
    const { folder, to } = await rig();
    await writeFile(join(folder, "vmlinux"), "");
    await truncate(join(folder, "vmlinux"), 200e9);
    expect(await refused(folder, "vmlinux", to)).toBe(
      "the build left vmlinux with 200000000000 bytes; 4294967296 are allowed",
    );
  });

  test("nothing that is not there, and says so", async () => {
    const { folder, to } = await rig();
    await writeFile(join(folder, "file"), "");
    expect(await refused(folder, "bzImage", to)).toBe("the build did not make bzImage");
    expect(await refused(folder, "file/bzImage", to)).toBe(
      "the build left file/bzImage unreachable: ENOTDIR",
    );
    expect(await hasProduct(folder, "bzImage")).toBe(false);
    expect(await hasProduct(folder, "file")).toBe(true);
  });

  test("never a file that is there already in the copy's place", async () => {
    const { folder, secret, to } = await rig();
    await writeFile(join(folder, "bzImage"), "evil");
    await symlink(secret, to);
    await expect(copyProduct(folder, "bzImage", to)).rejects.toThrow(
      `the build put something in the place of ${to}`,
    );
    expect(await readFile(secret, "utf8")).toBe("secret\n");
  });
});

test("a path that leads out of the folder is a mistake of ours", async () => {
  const { folder, to } = await rig();
  for (const path of ["../secret", "/etc/passwd", "a//b", "", "."])
    await expect(copyProduct(folder, path, to)).rejects.toThrow("is no path below");
});
