// A hypervisor as a suite ships it: the files of its package, and nothing of the package run.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../../model/errors.ts";
import type {
  BuiltHypervisor,
  PackagedHypervisor,
  PackagePin,
} from "../../model/described/hypervisor.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepContext, StepKind } from "../../model/work/step.ts";
import { AptState } from "../../tools/apt.ts";
import { fileDigest } from "../../tools/host.ts";
import { mustRun } from "../../tools/shell.ts";
import { aptFolder } from "../source/refresh-suite.ts";

/** `architecture`: Debian's name for it, where that is not this machine's. */
type Params = {
  hypervisor: string;
  source: PackagedHypervisor["source"];
  pin: PackagePin;
  architecture?: string;
};

export const unpackHypervisor: StepKind<Params, NoInputs, BuiltHypervisor> = {
  name: "unpack-hypervisor",
  version: 1,
  nature: "pure",
  pool: "io",
  async run(context, { hypervisor, source, pin, architecture }) {
    const state = aptFolder(source.suite, architecture);
    const boot = join(await unpacked(context, state, pin), "boot");
    // Debian names them for the version: xen-4.20-amd64.gz, .efi, .config.
    const image = (await readdir(boot)).find((name) => /^xen-.*\.gz$/.test(name));
    if (image === undefined)
      throw new InfraError(
        `${pin.package} ${pin.version} has no /boot/xen-*.gz`,
        `correct source in hypervisor/${hypervisor}/hypervisor.yaml`,
      );
    const stem = join(boot, image.slice(0, -".gz".length));
    await mustRun(["gzip", "--decompress", `${stem}.gz`], { signal: context.signal });
    return pass({
      name: hypervisor,
      version: pin.version,
      image: await context.keep(stem, hypervisor),
      efi: await context.keep(`${stem}.efi`, `${hypervisor}.efi`),
      config: await context.keep(`${stem}.config`, ".config"),
    });
  },
};

async function unpacked(
  { kept, workDir, signal }: StepContext,
  state: string,
  pin: PackagePin,
): Promise<string> {
  const apt = AptState.at(kept(state));
  await apt.get(["download", `${pin.package}=${pin.version}`], workDir, signal);
  const deb = join(workDir, (await readdir(workDir)).find((name) => name.endsWith(".deb")) ?? "");
  if ((await fileDigest(deb)) !== pin.sha256)
    throw new InfraError(
      `${pin.file}: not the package that the mirror announced`,
      "the mirror changed during the run: run it again",
    );
  const folder = join(workDir, "unpacked");
  await mustRun(["dpkg-deb", "--extract", deb, folder], { signal });
  return folder;
}
