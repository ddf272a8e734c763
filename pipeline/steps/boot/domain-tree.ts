// The device tree that has Xen make a domain without a dom0 (Xen's docs/misc/arm/device-tree/booting.txt).

import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deviceTreeDomain, type MachinePlatform } from "../../model/described/platform.ts";
import { mustRun } from "../../tools/shell.ts";
import { commandLineOf } from "./command-line.ts";
import { qemuBinary } from "./machine.ts";
import { type BootFiles, dumpArguments } from "./qemu-arguments.ts";

/** QEMU's own tree of the machine with the domain in it, where the platform is one; else the files as they are. */
export async function withDomainTree(
  workDir: string,
  platform: MachinePlatform,
  files: BootFiles,
  { emulator, nonce }: { emulator: string; nonce: string },
): Promise<BootFiles> {
  if (!deviceTreeDomain(platform)) return files;
  const [dumped, source] = [join(workDir, "machine.dtb"), join(workDir, "domain.dts")];
  await mustRun([await qemuBinary(emulator), ...dumpArguments(platform, dumped)]);
  const machine = await mustRun(["dtc", "-q", "-I", "dtb", "-O", "dts", dumped]);
  const sizes = { kernel: await sizeOf(files.kernel), initramfs: await sizeOf(files.initramfs) };
  // Of one node that stands there twice dtc makes one.
  await writeFile(source, machine + domainSource(platform, sizes, nonce));
  const deviceTree = join(workDir, "domain.dtb");
  await mustRun(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", deviceTree, source]);
  return { ...files, deviceTree };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

/**
 * The domain has Xen's emulated UART for its console, and knows of Xen: event channels, grants, no xenstore, since there
 * is nobody to serve it.
 */
export function domainSource(
  platform: MachinePlatform,
  sizes: { readonly kernel: number; readonly initramfs: number },
  nonce: string,
): string {
  if (platform.entry !== "dom0") return "";
  const { at, cmdline } = platform.hypervisor;
  const memoryKiB = (at?.domain?.memoryMiB ?? 0) * 1024;
  return `
/ { chosen {
	xen,xen-bootargs = "${cmdline.join(" ")}";
	domain {
		compatible = "xen,domain";
		#address-cells = <2>;
		#size-cells = <2>;
		cpus = <${platform.cpus}>;
		memory = <0 ${memoryKiB}>;
		vpl011;
		xen,enhanced = "no-xenstore";
		kernel {
			compatible = "multiboot,kernel", "multiboot,module";
			reg = <0 ${at?.kernel} 0 ${sizes.kernel}>;
			bootargs = "${commandLineOf(platform, nonce)}";
		};
		initramfs {
			compatible = "multiboot,ramdisk", "multiboot,module";
			reg = <0 ${at?.initramfs} 0 ${sizes.initramfs}>;
		};
	};
}; };
`;
}
