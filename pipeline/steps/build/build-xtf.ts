// The Xen Test Framework, built by its own makefiles: an archive of kernels, and what xl is told of each.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Toolchain } from "../../model/described/host.ts";
import type { GitSource, SourcePin } from "../../model/described/hypervisor.ts";
import { type BuiltXtf, xtfTypes } from "../../model/described/xtf.ts";
import { fail, type Outcome, pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { errorsIn } from "../../parse/compiler-log.ts";
import { type XtfTest, xtfTests } from "../../parse/source/xtf-info.ts";
import { copyProduct, productText } from "../../tools/build-product.ts";
import { packCompressed } from "../../tools/cpio.ts";
import { cpus } from "../../tools/host.ts";
import { mustRun, pasteable, run } from "../../tools/shell.ts";
import { hypervisorSource, inSource } from "../source/hypervisor-source.ts";
import { mustHavePrograms } from "./must-have-programs.ts";

/** `prefix`: what the names of the compiler and the linker begin with, where programs for x86 are made across. */
type Params = { source: GitSource; pin: SourcePin; toolchain: Toolchain; prefix?: string };

/** Where `make install` lays them, below the source. */
const installed = "dist/xtf/tests";

export const buildXtf: StepKind<Params, NoInputs, BuiltXtf> = {
  name: "build-xtf",
  version: 1,
  nature: "pure",
  pool: "machine",
  runs: "description",
  commands: (_, { prefix }) =>
    makes(prefix).map((make) => pasteable(inSource("<xtf source>", make))),
  async run(context, { source, pin, prefix }) {
    const { signal, workDir, keep } = context;
    const tree = await hypervisorSource(context, { hypervisor: "xtf", source }, pin);
    for (const make of makes(prefix)) {
      const result = await run(inSource(tree, make), { signal });
      mustHavePrograms(result, "XTF");
      if (result.exitCode === 0) continue;
      return buildFailed(errorsIn(result.log));
    }
    const tests = await testsOf(tree);
    if (!tests.length) return buildFailed(["it has no test of a kind that is run"]);
    const root = join(workDir, "root");
    await layOut(tree, tests, join(root, "xtf"));
    return pass({
      archive: await keep(await packCompressed(root, join(workDir, "xtf")), "xtf.cpio.gz"),
    });
  },
};

/** Without what debuggers read, which is more than half of it: dom0 has it in memory. */
function makes(prefix = ""): string[][] {
  const own = ["PYTHON=/usr/bin/python3", "xtfdir=/xtf", `CROSS_COMPILE=${prefix}`];
  const strip = [
    "-name",
    "test-*",
    "!",
    "-name",
    "*.cfg",
    "-exec",
    `${prefix}strip`,
    "-g",
    "{}",
    "+",
  ];
  return [
    ["make", `-j${cpus()}`, ...own, "all"],
    ["make", ...own, "install"],
    ["find", installed, ...strip],
  ];
}

function buildFailed(detail: string[]): Outcome<BuiltXtf> {
  const summary = `XTF does not build: ${detail[0] ?? "make said nothing"}; twinboot.yaml: xtf`;
  return fail({ reason: "build-failed", fault: "description", summary, detail });
}

async function testsOf(tree: string): Promise<XtfTest[]> {
  const folders = (await mustRun(inSource(tree, ["ls", installed]))).split("\n").filter(Boolean);
  const tests: XtfTest[] = [];
  for (const folder of folders.filter((one) => /^[a-z0-9][a-z0-9-]*$/.test(one)))
    tests.push(...(xtfTests(await productText(tree, `${installed}/${folder}/info.json`)) ?? []));
  return tests.toSorted((a, b) => (a.instance < b.instance ? -1 : 1));
}

/** `TYPE.list`, `TYPE/INSTANCE.cfg`, and the kernels where these files say that they are. */
async function layOut(tree: string, tests: readonly XtfTest[], to: string): Promise<void> {
  for (const kernel of new Set(tests.map((one) => one.kernel))) {
    const path = join(to, "tests", kernel);
    await mkdir(dirname(path), { recursive: true });
    await copyProduct(tree, `${installed}/${kernel}`, path);
  }
  for (const type of xtfTypes) {
    await mkdir(join(to, type), { recursive: true });
    const list: string[] = [];
    for (const test of tests) {
      const config = await configOf(tree, test, type);
      if (config === undefined) continue;
      await writeFile(join(to, type, `${test.instance}.cfg`), config);
      list.push(`${test.instance}\n`);
    }
    await writeFile(join(to, `${type}.list`), list.join(""));
  }
}

/**
 * As the makefile wrote it, undefined where the test is for another type. For PVH the kernel of one for HVM is started by its
 * note, and not in the place of a firmware; one that asks more of its domain asks it of HVM alone.
 */
async function configOf(
  tree: string,
  { instance, kernel, type: own }: XtfTest,
  type: (typeof xtfTypes)[number],
): Promise<string | undefined> {
  if (own !== (type === "pvh" ? "hvm" : type)) return undefined;
  const written = await productText(tree, `${installed}/${dirname(kernel)}/${instance}.cfg`);
  const text = isPae(instance) && !/^hap/m.test(written) ? `${written}\n${shadowPaging}` : written;
  if (type !== "pvh") return text;
  if (text.includes("\n# Test Extra Configuration")) return undefined;
  return text
    .replace(/^type=.*$/m, 'type="pvh"')
    .replace(/^builder=.*$/m, "")
    .replace(/^firmware_override=/m, "kernel=");
}

/**
 * QEMU sets accessed bits in PAE's page directory pointers, which are reserved there: where the CPU walks the guest's tables,
 * Xen cannot read its instructions. images/platforms/xen-pvh-domu-i386.yaml
 */
const shadowPaging = "hap = 0\n";

function isPae(instance: string): boolean {
  return instance.startsWith("test-hvm32pae-");
}
