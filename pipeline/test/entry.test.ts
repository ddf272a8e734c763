// ./twinboot on machines that lack something: one clear sentence, and what to type.
// @module-tag process

import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout } from "./vm/cli-rig.ts";
import { temporaryFolder } from "./folder-rig.ts";

type Told = { readonly code: number | null; readonly said: string };

/** `env` is the whole environment beside a PATH. */
function told(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Told {
  const [command = "", ...rest] = argv;
  const path = "/usr/sbin:/usr/bin:/sbin:/bin";
  const { status, stderr } = spawnSync(command, rest, { env: { PATH: path, ...env } });
  return { code: status, said: stderr.toString() };
}

const entry = join(checkout, "twinboot");
/** With mounts that nothing else sees. */
const ownMounts = ["unshare", "-m", "sh", "-ec"];
/** A file system that one page has filled. */
const fill = "mount -t tmpfs -o size=4k tmpfs /mnt; head -c 4096 /dev/zero >/mnt/fill";
const asRoot = process.getuid?.() === 0;

/** A copy of the entry without npm's packages, and commands that stand before this machine's. */
async function bareCopy(commands: Readonly<Record<string, string>>) {
  const dir = await temporaryFolder();
  await mkdir(join(dir, "pipeline/tools"), { recursive: true });
  for (const name of ["twinboot", "package.json", "package-lock.json"])
    await cp(join(checkout, name), join(dir, name));
  // Two commands of one package, which is named once.
  const missing = ["no-such-command", "/no/such/file"].map((what) => `${what} no-such-package\n`);
  missing.push("no-such-emulator no-such-qemu another-machine\n");
  await writeFile(join(dir, "pipeline/tools/system-packages"), missing.join(""));
  await mkdir(join(dir, "bin"));
  for (const name of [
    "dirname",
    "readlink",
    "cat",
    "sh",
    "mktemp",
    "rm",
    "tail",
    "grep",
    "sed",
    "env",
    "uname",
  ])
    await symlink(`/usr/bin/${name}`, join(dir, "bin", name));
  for (const [name, text] of Object.entries(commands)) {
    await rm(join(dir, "bin", name), { force: true });
    await writeFile(join(dir, "bin", name), `#!/bin/sh\n${text}\n`);
    await chmod(join(dir, "bin", name), 0o755);
  }
  return { entry: join(dir, "twinboot"), PATH: join(dir, "bin") };
}

const user = { id: "echo 1000", nproc: "echo 2" };
const root = { ...user, id: "echo 0" };

describe("where packages are missing", () => {
  test("a user without sudo is told what root must type", async () => {
    const { entry: copy, PATH } = await bareCopy({ ...user, "apt-get": "exit 1" });
    expect(told([copy, "plan"], { PATH, HOME: "/" })).toEqual({
      code: 3,
      said:
        "twinboot: packages are missing, and only root can install them\n" +
        "  next: as root: apt-get update && apt-get install --no-install-recommends no-such-package nodejs npm\n",
    });
  });

  test("what this machine alone needs is among them, and what another one needs is not", async () => {
    const { entry: copy, PATH } = await bareCopy({ ...root, uname: "echo another-machine" });
    expect(told([copy, "plan"], { PATH, HOME: "/" }).said).toContain(
      "missing: no-such-package no-such-qemu nodejs npm\n",
    );
  });

  test("another distribution's user is told which packages", async () => {
    const { entry: copy, PATH } = await bareCopy(root);
    const { code, said } = told([copy, "plan"], { PATH, HOME: "/" });
    expect(code).toBe(3);
    expect(said).toContain(
      "these packages are missing: no-such-package nodejs npm\n  next: install them",
    );
  });

  test("and the network too, that is asked for", async () => {
    const apt = "echo 'E: Temporary failure resolving' >&2; exit 100";
    const { entry: copy, PATH } = await bareCopy({ ...root, "apt-get": apt });
    const { code, said } = told([copy, "plan"], { PATH, HOME: "/" });
    expect(code).toBe(3);
    expect(said).toMatch(
      /Temporary failure[^]*apt-get update failed: is the network there\?\n {2}next: as root: apt-get update/,
    );
  });

  test("and room on the disk, nobody is sent to look for the network", async () => {
    const apt = "echo 'E: Write error - write (28: No space left on device)' >&2; exit 100";
    const { entry: copy, PATH } = await bareCopy({ ...root, "apt-get": apt });
    const { code, said } = told([copy, "plan"], { PATH, HOME: "/" });
    expect(code).toBe(3);
    expect(said).toMatch(
      /twinboot: no space is left on the disk\n {2}next: free some space; see: df -h/,
    );
    expect(said).not.toContain("network");
  });

  test("and the folder for temporary files, that is named", async () => {
    const { entry: copy, PATH } = await bareCopy({ ...root, "apt-get": "exit 0" });
    const { code, said } = told([copy, "plan"], { PATH, HOME: "/", TMPDIR: "/no/such" });
    expect(code).toBe(3);
    expect(said).toContain(
      "twinboot: nothing can be written to /no/such\n" +
        "  next: free some space there, or use another folder: TMPDIR=/path ./twinboot plan\n",
    );
  });
});

describe("a store", () => {
  test.each([
    ["below a file", "/etc/passwd/store"],
    ["where no folder can be made", "/proc/store"],
  ])("%s is named, with what to type", (_, store) => {
    const { code, said } = told([entry, "plan"], { HOME: "/", TWINBOOT_STORE: store });
    expect(code).toBe(3);
    expect(said).toContain(`twinboot: the store ${store} cannot be written: `);
    expect(said).toContain(
      "\n  next: use a folder that you can write to: TWINBOOT_STORE=/path ./twinboot ...\n",
    );
  });

  test.runIf(asRoot)("on a read-only file system is named too", () => {
    const script = 'mount -t tmpfs -o ro tmpfs /mnt; exec "$0" plan';
    const env = { HOME: "/", TWINBOOT_STORE: "/mnt/store" };
    expect(told([...ownMounts, script, entry], env).said).toMatch(
      /the store \/mnt\/store cannot be written: EROFS/,
    );
  });

  test.runIf(asRoot)("on a full disk ends with what to free", () => {
    const env = { HOME: "/", TWINBOOT_STORE: "/mnt/store" };
    const { code, said } = told([...ownMounts, `${fill}; exec "$0" plan`, entry], env);
    expect(code).toBe(3);
    expect(said).toMatch(/ENOSPC[^]*next: free some space; see: df -h \/mnt\/store/);
  });
});

describe.runIf(asRoot)("a checkout that cannot be written", () => {
  const readOnly = "mount --bind $0 $0; mount -o remount,ro,bind $0; exec $0/twinboot run";

  test("is named before anything is installed in it", async () => {
    const { entry: copy } = await bareCopy({});
    const { code, said } = told([...ownMounts, readOnly, dirname(copy)], { HOME: "/" });
    expect(code).toBe(3);
    expect(said).toMatch(
      /cannot be written, and the npm packages belong there\n {2}next: clone it to a folder of your own\n$/,
    );
    expect(said).not.toContain("installing");
  });
});

test("without HOME the user's own is taken", () => {
  expect(told([entry, "--version"])).toEqual({ code: 0, said: "" });
});
