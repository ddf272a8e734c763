// Xen from source: upstream's tree, our fragment, in the sandbox, the same bytes each time.

import { join } from "node:path";
import type { SourceTree } from "../../model/described/head.ts";
import type { KernelArchitecture } from "../../model/described/architecture.ts";
import type { Toolchain } from "../../model/described/host.ts";
import type {
  BuildableHypervisor,
  BuiltHypervisor,
  SourcePin,
} from "../../model/described/hypervisor.ts";
import { fail, type Outcome, pass } from "../../model/judge/outcome.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { errorsIn } from "../../parse/compiler-log.ts";
import { configValues, lostOptions } from "../../parse/source/kconfig.ts";
import { xenRelease } from "../../parse/source/makefile.ts";
import { copyProduct, productText } from "../../tools/build-product.ts";
import { cpus } from "../../tools/host.ts";
import { mustRun, pasteable, run } from "../../tools/shell.ts";
import { hypervisorSource, inSource, patchedSource } from "../source/hypervisor-source.ts";
import { applyPatches } from "./hypervisor-patches.ts";
import { mustHavePrograms } from "./must-have-programs.ts";

/** `series`: the one that makes it, upon the source. */
type Params = {
  series?: string;
  changeset?: string;
  hypervisor: BuildableHypervisor;
  pin: SourcePin;
  toolchain: Toolchain;
  target: Pick<KernelArchitecture, "architecture" | "prefix">;
};

/** The source with the series on it. */
type Inputs = { rebased?: SourceTree };

export const buildHypervisor: StepKind<Params, Inputs, BuiltHypervisor> = {
  name: "build-hypervisor",
  version: 2,
  nature: "pure",
  pool: "machine",
  runs: "hypervisor",
  reads: ({ rebased }) => (rebased ? { tree: rebased.tree } : {}),
  commands: (_, { target: arch }) =>
    ["defconfig", "olddefconfig", "build"].map((target) =>
      pasteable(xenMake("<xen source>", arch, target)),
    ),
  async run(context, { hypervisor, pin, target, series, changeset = "" }, { rebased }) {
    const source = rebased
      ? await patchedSource(context, rebased, changeset)
      : await hypervisorSource(context, hypervisor, pin);
    const refused = await applyPatches(context, source, hypervisor);
    if (refused) return fail(refused);
    const of = { ...hypervisor, target, ...(series === undefined ? {} : { series }) };
    const configured = await configure(context, source, of);
    if (configured) return configured;
    const broken = await brokenTarget(context, source, of, "build");
    if (broken) return broken;
    const keep = async (product: string, name: string) =>
      context.keep(await copyProduct(source, product, join(context.workDir, name)), name);
    return pass({
      name: hypervisor.hypervisor,
      version: `${await versionOf(source, pin)}${series === undefined ? "" : ` with ${series}`}`,
      image: await keep("xen/xen", hypervisor.hypervisor),
      efi: await keep(efiProduct(target), `${hypervisor.hypervisor}.efi`),
      config: await keep("xen/.config", ".config"),
    });
  },
};

/** Off x86 the image is an EFI program too, and xen.efi a link to it. */
function efiProduct({ architecture }: Params["target"]): string {
  return architecture === "x86_64" ? "xen/xen.efi" : "xen/xen";
}

type Described = BuildableHypervisor & Pick<Params, "target" | "series">;

/** As Debian has it, or as the tree says it. */
async function versionOf(source: string, pin: SourcePin): Promise<string> {
  if ("version" in pin) return pin.version;
  const release = xenRelease(await productText(source, "xen/Makefile"));
  return "commit" in pin ? `${release} (${pin.ref} at ${pin.commit.slice(0, 12)})` : release;
}

/** Undefined where every asked-for option survived. */
async function configure(
  context: StepContext,
  source: string,
  described: Described,
): Promise<Outcome<BuiltHypervisor> | undefined> {
  const { hypervisor, fragment } = described;
  const noDefault = await brokenTarget(context, source, described, "defconfig");
  if (noDefault) return noDefault;
  // Not by our own hands: the file may be a link by now.
  const append = inSource(source, ["tee", "-a", "xen/.config"]);
  await mustRun(append, { signal: context.signal, input: `\n${fragment}` });
  const broken = await brokenTarget(context, source, described, "olddefconfig");
  if (broken) return broken;
  const config = await productText(source, "xen/.config");
  const lost = lostOptions(configValues(fragment), configValues(config));
  const first = lost[0];
  if (!first) return undefined;
  return fail({
    reason: "option-lost",
    fault: "description",
    summary: `hypervisor/${hypervisor} asks for ${first.symbol}=${first.asked}, and olddefconfig made it ${first.got}`,
    detail: lost.map(({ symbol, asked, got }) => `${symbol}: asked ${asked}, got ${got}`),
  });
}

/** Undefined where make made it. Throws InfraError where a program is not there. */
async function brokenTarget(
  { signal }: StepContext,
  source: string,
  { hypervisor: name, target: arch, series }: Described,
  target: string,
): Promise<Outcome<BuiltHypervisor> | undefined> {
  const result = await run(xenMake(source, arch, target), { signal });
  mustHavePrograms(result, name);
  if (result.exitCode === 0) return undefined;
  const errors = errorsIn(result.log);
  const summary = `${name} does not build: ${errors[0] ?? "make said nothing"}`;
  const fault = series === undefined ? "hypervisor" : "series";
  return fail({ reason: "build-failed", fault, summary, detail: errors });
}

/** Xen stamps who built it, where and when; fixed values make two builds equal to the byte (xen/Makefile). */
function xenMake(
  source: string,
  { architecture, prefix }: Params["target"],
  target: string,
): string[] {
  // prettier-ignore
  const make = [
    "make", "-C", "xen", `-j${cpus()}`, `XEN_TARGET_ARCH=${architecture}`, `CROSS_COMPILE=${prefix}`, "PYTHON=/usr/bin/python3",
    "XEN_BUILD_DATE=Thu Jan  1 00:00:00 UTC 1970", "XEN_BUILD_TIME=00:00:00", "XEN_BUILD_HOST=twinboot",
    "XEN_WHOAMI=twinboot", "XEN_DOMAIN=invalid", target,
  ];
  return inSource(source, make);
}
