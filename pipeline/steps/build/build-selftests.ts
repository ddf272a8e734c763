// The selftests of a kernel's tree, static, by their own makefiles and against the tree's own headers.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SourceTree } from "../../model/described/head.ts";
import type { Toolchain } from "../../model/described/host.ts";
import { fail, type Outcome, pass } from "../../model/judge/outcome.ts";
import type { BuiltSelftests, SelftestList } from "../../model/described/selftests.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { errorsIn } from "../../parse/compiler-log.ts";
import { copyProduct, hasProduct } from "../../tools/build-product.ts";
import { packCompressed } from "../../tools/cpio.ts";
import { bringFiles } from "../../tools/bring-files.ts";
import { Git } from "../../tools/git.ts";
import { cpus } from "../../tools/host.ts";
import { sandboxed } from "../../tools/sandbox.ts";
import { mustRun, pasteable, run } from "../../tools/shell.ts";
import { headsFolder } from "../source/import-head.ts";
import { mustHavePrograms } from "./must-have-programs.ts";

/** `prefix`: what the names of the compiler and the linker begin with, where programs for x86 are made across. */
type Params = { list: SelftestList; toolchain: Toolchain; prefix?: string };
type Inputs = { source: SourceTree };

/** What of a tree its headers and selftests are made of. */
// prettier-ignore
const paths = [
  "Makefile", "scripts", "include", "arch/x86",
  "tools/include", "tools/scripts", "tools/arch", "tools/testing/selftests",
];
const source = "/tmp/linux";
const objects = "/tmp/objects";
const selftests = "tools/testing/selftests";

export const buildSelftests: StepKind<Params, Inputs, BuiltSelftests> = {
  name: "build-selftests",
  // 2: a program that this machine lacks is no failure of the tree.
  version: 2,
  nature: "pure",
  pool: "machine",
  reads: ({ source: { tree } }) => tree,
  commands: (_, params) => {
    const folders = { source: "<source>", objects: "<objects>" };
    return [headersMake(folders), ...testMakes(folders, params).map(({ argv }) => argv)].map(
      (argv) => pasteable(argv),
    );
  },
  async run(context, params, { source: { tree } }) {
    const { signal } = context;
    const folders = await unpacked(context, tree);
    const headers = await run(headersMake(folders), { signal });
    mustHavePrograms(headers, "headers_install");
    if (headers.exitCode !== 0) return headersFailed(headers.log);
    // Not several at once: each is given all CPUs.
    const logs = new Map<string, string>();
    for (const { folder, argv } of testMakes(folders, params)) {
      // With -k: what does not compile is told apart by what is not there.
      logs.set(folder, (await run(argv, { signal })).log);
    }
    return pass(await products(context, folders, params.list, logs));
  },
};

type Folders = { readonly source: string; readonly objects: string };

async function unpacked({ kept, workDir, signal }: StepContext, tree: string): Promise<Folders> {
  const folders = { source: join(workDir, "source"), objects: join(workDir, "objects") };
  const archive = join(workDir, "source.tar");
  await mkdir(folders.source);
  await mkdir(folders.objects);
  const git = new Git(kept(headsFolder));
  await git.takeBytesAsTheyAre();
  await bringFiles(git, tree, (path) =>
    paths.some((top) => path === top || path.startsWith(`${top}/`)),
  );
  await git.must("archive", "--output", archive, tree, ...paths);
  await mustRun(["tar", "-xf", archive, "-C", folders.source, "--no-same-owner"], { signal });
  return folders;
}

function headersMake(folders: Folders): string[] {
  // prettier-ignore
  return inSandbox(folders, [
    "make", "-C", source, `O=${objects}`, `-j${cpus()}`, "ARCH=x86_64", "headers_install",
  ]);
}

/** One make for each folder; its makefile is told what not to build (for 32 bits) and what to build. */
function testMakes(folders: Folders, { list, prefix = "" }: Params) {
  const inFolders = Map.groupBy(list.programs, ({ program }) => dirname(program));
  return [...inFolders].map(([folder, tests]) => {
    const targets = tests.map(({ program }) => `${objects}/${program}`);
    // prettier-ignore
    const make = [
      "sh", "-c", 'mkdir -p "$0" && exec "$@"', `${objects}/${folder}`,
      "make", "-k", "-C", `${source}/${selftests}/${folder}`, `-j${cpus()}`, `OUTPUT=${objects}/${folder}`,
      `top_srcdir=${source}`, `KHDR_INCLUDES=-isystem ${objects}/usr/include`,
      `CC=${prefix}gcc -static -s`, "CAN_BUILD_I386=0", ...targets,
    ];
    return { folder, argv: inSandbox(folders, make) };
  });
}

function inSandbox(folders: Folders, argv: string[]): string[] {
  return sandboxed(argv, {
    folders: [
      { from: folders.source, to: source, writable: false },
      { from: folders.objects, to: objects, writable: true },
    ],
    env: {},
    cwd: objects,
  });
}

function headersFailed(log: string): Outcome<BuiltSelftests> {
  const detail = errorsIn(log);
  const summary = `headers_install fails: ${detail[0] ?? "make said nothing"}`;
  return fail({ reason: "build-failed", fault: "series", summary, detail });
}

async function products(
  context: StepContext,
  { source: tree, objects: built }: Folders,
  list: SelftestList,
  logs: ReadonlyMap<string, string>,
): Promise<BuiltSelftests> {
  const root = join(context.workDir, "root");
  const notBuilt: string[] = [];
  const notInHead: string[] = [];
  for (const { program } of list.programs) {
    const to = join(root, "selftests", program);
    await mkdir(dirname(to), { recursive: true });
    if (await hasProduct(built, program)) await copyProduct(built, program, to, { mode: 0o755 });
    else if (await hasProduct(tree, `${selftests}/${sourceOf(program)}`)) {
      const log = logs.get(dirname(program)) ?? "";
      await writeFile(`${to}.log`, `it does not compile: ${errorsIn(log).join("; ")}\n`);
      notBuilt.push(program);
    } else notInHead.push(program);
  }
  await writeFile(join(root, "selftests", "kernel.list"), list.text);
  const archive = await packCompressed(root, join(context.workDir, "selftests"));
  return { archive: await context.keep(archive, "selftests.cpio.gz"), notBuilt, notInHead };
}

/** x86's makefile marks programs for 64 bits in their names. */
function sourceOf(program: string): string {
  return `${program.replace(/_64$/, "")}.c`;
}
