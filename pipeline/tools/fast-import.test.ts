// A tarball through git fast-import: the tree that `git add` would make of the unpacked files.
// @module-tag process

import {
  appendFile,
  chmod,
  link,
  mkdir,
  readFile,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InfraError, UserError } from "../model/errors.ts";
import { temporaryFolder, writeFiles } from "../test/folder-rig.ts";
import { importArchive } from "./archive.ts";
import { Git } from "./git.ts";
import { mustRun } from "./shell.ts";

const long = "a-rather-long-folder-name/".repeat(6);
const files = {
  Makefile: "VERSION = 7\n",
  empty: "",
  "with blank": "x\n",
  'with "quotes"': "x\n",
  "with \\ backslash": "x\n",
  "with\ttab": "x\n",
  "with\nline feed": "x\n",
  "Grüße 漢字": "x\n",
  [`${long}file.c`]: "int x;\n",
  "d/.gitignore": "ignored\n",
  "d/ignored": "not ignored\n",
  big: "0123456789abcdef".repeat(20_000),
};

const text = { ref: "refs/twinboot/tarball/x", message: "linux\n\nsha256: x\n", date: 0 };

/** A folder `dir/linux` of the files, with a script and a link. */
async function sources(): Promise<string> {
  const dir = await temporaryFolder();
  await writeFiles(join(dir, "linux"), files);
  await writeFile(join(dir, "linux/run.sh"), "#!/bin/sh\n", { mode: 0o755 });
  await chmod(join(dir, "linux/run.sh"), 0o755);
  await symlink("d/ignored", join(dir, "linux/link"));
  await symlink("nowhere/ü", join(dir, "linux/dangling"));
  return dir;
}

async function tarOf(dir: string, name: string, ...args: string[]): Promise<string> {
  await mustRun(["tar", "--create", "--file", join(dir, name), ...args], { cwd: dir });
  return join(dir, name);
}

async function imported(archive: string) {
  const git = await Git.init(join(await temporaryFolder(), "heads.git"));
  await importArchive(git.dir, archive, text);
  const names = await git.must("rev-parse", text.ref, `${text.ref}^{tree}`);
  const [commit, tree] = names.split("\n");
  return { git, commit, tree };
}

/** What git itself makes of a folder. */
async function addedTree(dir: string): Promise<string> {
  const git = await Git.init(join(await temporaryFolder(), "added.git"));
  const args = [`--git-dir=${git.dir}`, `--work-tree=${dir}`];
  await mustRun(["git", ...args, "add", "--all", "--force", "."], { cwd: dir });
  return git.must("write-tree");
}

describe.concurrent("a tarball", () => {
  test.each([
    ["of GNU tar", []],
    ["of the pax form", ["--format=pax"]],
    ["of the ustar form", ["--format=ustar"]],
    ["in no order", ["--sort=none"]],
  ])("%s gives the tree of git add", async (_, options) => {
    const dir = await sources();
    const archive = await tarOf(dir, "linux.tar", ...options, "linux");
    expect((await imported(archive)).tree).toBe(await addedTree(join(dir, "linux")));
  });

  test("whose names begin with ./ gives the same tree", async () => {
    const dir = await sources();
    const archive = await tarOf(dir, "linux.tar", "./linux");
    expect((await imported(archive)).tree).toBe(await addedTree(join(dir, "linux")));
  });

  test.each([
    ["gz", "--gzip"],
    ["xz", "--xz"],
    ["bz2", "--bzip2"],
  ])("that is compressed as .%s gives the same tree", async (ending, option) => {
    const dir = await sources();
    const archive = await tarOf(dir, `linux.tar.${ending}`, option, "linux");
    expect((await imported(archive)).tree).toBe(await addedTree(join(dir, "linux")));
  });

  test("gives the same commit wherever and whenever it is imported", async () => {
    const dir = await sources();
    const archive = await tarOf(dir, "linux.tar", "linux");
    const [one, two] = [await imported(archive), await imported(archive)];
    expect(one.commit).toBe(two.commit);
    expect(await one.git.must("log", "-1", "--format=%an %ae %at %ct %s", text.ref)).toBe(
      "Twinboot twinboot@localhost 0 0 linux",
    );
  });

  test("whose files have hard links keeps every one of them", async () => {
    const dir = await sources();
    await link(join(dir, "linux/Makefile"), join(dir, "linux/zz-same"));
    const archive = await tarOf(dir, "linux.tar", "linux");
    expect((await imported(archive)).tree).toBe(await addedTree(join(dir, "linux")));
  });

  test("of nothing but the folder is an empty tree", async () => {
    const dir = await temporaryFolder();
    await mkdir(join(dir, "linux"));
    const { git } = await imported(await tarOf(dir, "linux.tar", "linux"));
    expect(await git.must("ls-tree", "-r", text.ref)).toBe("");
  });
});

async function refused(archive: string) {
  return imported(archive).then(
    () => {
      throw new Error("it was imported");
    },
    (error: unknown) => error,
  );
}

describe.concurrent("an archive that cannot be imported", () => {
  test("for its ending is the user's mistake", async () => {
    expect(await refused("/tmp/linux.zip")).toBeInstanceOf(UserError);
  });

  test("for having no one top folder is the user's mistake: its paths would be guesses", async () => {
    const dir = await sources();
    await mkdir(join(dir, "other"));
    await writeFile(join(dir, "other/f"), "f\n");
    expect(await refused(await tarOf(dir, "two.tar", "linux", "other"))).toBeInstanceOf(UserError);
    const flat = ["--directory=linux", "Makefile", "d"];
    expect(await refused(await tarOf(dir, "flat.tar", ...flat))).toBeInstanceOf(UserError);
  });

  test.each(["linux.tar", "linux.tar.gz", "linux.tar.xz"])(
    "for being cut short (%s) is infrastructure, and no ref names half a tree",
    async (name) => {
      const dir = await sources();
      const option = name.endsWith("gz") ? ["--gzip"] : name.endsWith("xz") ? ["--xz"] : [];
      const archive = await tarOf(dir, name, ...option, "linux");
      await truncate(archive, Math.floor((await readFile(archive)).length / 2));
      expect(await refused(archive)).toBeInstanceOf(InfraError);
    },
  );

  test("for being no archive at all is infrastructure", async () => {
    const dir = await temporaryFolder();
    await appendFile(join(dir, "x.tar.gz"), "hello");
    expect(await refused(join(dir, "x.tar.gz"))).toBeInstanceOf(InfraError);
    expect(await refused(join(dir, "absent.tar.gz"))).toBeInstanceOf(InfraError);
  });
});
