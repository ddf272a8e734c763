// Packages of one kernel, or a bare image -> the kernel that every platform boots, with the modules that are asked for.
// Nothing in a package is run: it is unpacked in the sandbox, by tools of this machine.

import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../model/artifact.ts";
import { UserError } from "../../model/errors.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { GivenKernel, PackagedKernel } from "../../model/described/packaged-kernel.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { signatureHolds } from "../../parse/image-signature.ts";
import { copyProduct } from "../../tools/build-product.ts";
import { buildIdOf, elfInImage, readImage } from "./boot-image-elf.ts";
import { keepModules } from "./keep-modules.ts";
import { type Unpacked, unpackFiles } from "./unpack-files.ts";
import { unpackInitramfs } from "./unpack-initramfs.ts";

/** `modules`: names of what any platform asks for. `initramfs`: all of them are in it, and none of the package's is loaded. */
type Params = { modules: readonly string[]; initramfs?: Artifact };
type Inputs = { given: GivenKernel };

export const unpackKernel: StepKind<Params, Inputs, PackagedKernel> = {
  name: "unpack-kernel",
  version: 5,
  nature: "pure",
  pool: "io",
  runs: "description",
  async run(context, { modules, initramfs }, { given }) {
    const unpacked = await unpackFiles(context, given);
    const products = join(context.workDir, "products");
    await mkdir(products);
    const image = await copyProduct(unpacked.root, unpacked.image, join(products, "vmlinuz"));
    const header = await readImage(image, unpacked.image);
    const vmlinux = await elfInImage(context, image, header);
    const { release } = header;
    const own = initramfs && (await unpackInitramfs(context, unpacked, initramfs, release));
    const asked = { release, modules, inInitramfs: own !== undefined };
    const found = await keepModules(context, own?.unpacked ?? unpacked, asked);
    return pass({
      buildId: await buildIdOf(products, "vmlinux"),
      release,
      arch: header.arch,
      packages: unpacked.packages,
      complaints: [...unpacked.complaints, ...(await signatureComplaints(image, unpacked.image))],
      given: given.files,
      origins: unpacked.origins,
      config: await configOf(context, given, unpacked),
      vmlinux: await context.keep(vmlinux, "vmlinux"),
      image: await context.keep(image, "vmlinuz"),
      ...(found ? { modules: found } : {}),
      ...(own ? { initramfs: own.packed } : {}),
    });
  },
};

/** Not every compression of a kernel has a checksum: in an LZ4 one another byte is another kernel. */
async function signatureComplaints(image: string, shown: string): Promise<string[]> {
  if (signatureHolds(await readFile(image)) !== false) return [];
  return [`${shown} was changed after it was signed for Secure Boot`];
}

/** The given one before the package's. */
async function configOf(
  { workDir, path, keep }: StepContext,
  { config }: GivenKernel,
  unpacked: Unpacked,
) {
  const to = join(workDir, "products", "config");
  if (config) await copyFile(path(config), to);
  else if (unpacked.config) await copyProduct(unpacked.root, unpacked.config, to);
  else
    throw new UserError(
      "the kernel's configuration is missing, so its options cannot be checked",
      "give the file /boot/config-RELEASE with --config",
    );
  return keep(to, "config");
}
