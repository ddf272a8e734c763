// What else a hypervisor's source holds for those who test it: FLASK's policy, and Xen's own tests, static.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Toolchain } from "../../model/described/host.ts";
import type {
  HypervisorTools,
  SourcedHypervisor,
  SourcePin,
} from "../../model/described/hypervisor.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import type { Selftest } from "../../model/described/selftests.ts";
import type { NoInputs, StepContext, StepKind } from "../../model/work/step.ts";
import { errorsIn } from "../../parse/compiler-log.ts";
import { copyProduct } from "../../tools/build-product.ts";
import { packCompressed } from "../../tools/cpio.ts";
import { cpus } from "../../tools/host.ts";
import { mustRun, pasteable, run } from "../../tools/shell.ts";
import { hypervisorSource, inSandbox, inSource } from "../source/hypervisor-source.ts";
import { applyPatches } from "./hypervisor-patches.ts";
import { mustHavePrograms } from "./must-have-programs.ts";

/** `prefix`: what the names of the compiler and the linker begin with, where programs for x86 are made across. */
type Params = {
  hypervisor: SourcedHypervisor;
  pin: SourcePin;
  toolchain: Toolchain;
  prefix?: string;
};

/** In the order of their needs. */
// prettier-ignore
const libraries = [
  "toolcore", "toollog", "evtchn", "gnttab", "call", "foreignmemory", "devicemodel", "ctrl",
];

export const buildHypervisorTools: StepKind<Params, NoInputs, HypervisorTools> = {
  name: "build-hypervisor-tools",
  version: 1,
  nature: "pure",
  pool: "machine",
  runs: "hypervisor",
  commands: (_, { hypervisor, prefix }) =>
    makes(hypervisor.testList.programs, prefix).map((make) =>
      pasteable(xenMake("<xen source>", make, prefix)),
    ),
  async run(context, { hypervisor, pin, prefix }) {
    const source = await hypervisorSource(context, hypervisor, pin);
    const refused = await applyPatches(context, source, hypervisor);
    if (refused) return fail(refused);
    // What ./configure would make: nothing of it is needed for these.
    await mustRun(inSource(source, ["touch", "config/Tools.mk", "tools/config.h"]));
    for (const make of makes(hypervisor.testList.programs, prefix)) {
      const result = await run(xenMake(source, make, prefix), { signal: context.signal });
      mustHavePrograms(result, `${hypervisor.hypervisor}'s tools`);
      if (result.exitCode === 0) continue;
      const detail = errorsIn(result.log);
      const summary = `${hypervisor.hypervisor}'s tools do not build: ${detail[0] ?? "make said nothing"}`;
      return fail({ reason: "build-failed", fault: "hypervisor", summary, detail });
    }
    const policy = join(context.workDir, "xenpolicy");
    await copyProduct(source, "tools/flask/policy/xenpolicy", policy);
    return pass({
      policy: await context.keep(policy, "xenpolicy"),
      tests: await testArchive(context, source, hypervisor),
    });
  },
};

/** The policy by a name without a version; headers, libraries, then the tests. */
function makes(tests: readonly Selftest[], prefix = ""): string[][] {
  return [
    ["-C", "tools/flask/policy", "POLICY_FILENAME=xenpolicy"],
    ["-C", "tools/include"],
    ...libraries.map((name) => ["-C", `tools/libs/${name}`, `libxen${name}.a`]),
    ...tests.map(({ program }) => testMake(program, prefix)),
  ];
}

/** The makefiles name shared libraries: they are told of none, and of the static ones instead. */
function testMake(program: string, prefix: string): string[] {
  const [folder = "", target = ""] = program.split("/");
  const archives = libraries.map((name) => `${inSandbox}/tools/libs/${name}/libxen${name}.a`);
  const shared = ["ctrl", "foreignmemory", "gnttab"].map((name) => `LDLIBS_libxen${name}=`);
  const linked = `APPEND_LDFLAGS=-Wl,--start-group ${archives.join(" ")} -Wl,--end-group`;
  return ["-C", `tools/tests/${folder}`, `CC=${prefix}gcc -static -s`, ...shared, linked, target];
}

function xenMake(source: string, make: readonly string[], prefix = ""): string[] {
  const cross = prefix ? [`CROSS_COMPILE=${prefix}`] : [];
  const own = ["PYTHON=/usr/bin/python3", "AWK=awk", "XEN_TARGET_ARCH=x86_64", ...cross];
  return inSource(source, ["make", `-j${cpus()}`, ...own, ...make]);
}

async function testArchive(
  { workDir, keep }: StepContext,
  source: string,
  { hypervisor, testList }: SourcedHypervisor,
) {
  const root = join(workDir, "root");
  const folder = join(root, "selftests");
  for (const { program } of testList.programs) {
    await mkdir(dirname(join(folder, program)), { recursive: true });
    await copyProduct(source, `tools/tests/${program}`, join(folder, program), { mode: 0o755 });
  }
  await writeFile(join(folder, `${hypervisor}.list`), testList.text);
  return keep(await packCompressed(root, join(workDir, "tests")), "tests.cpio.gz");
}
