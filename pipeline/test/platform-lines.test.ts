// What QEMU and xl are told of platforms of this checkout where another line hung.

import { expect, test } from "vitest";
import { checkout } from "../work/session.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import { qemuArguments } from "../steps/boot/qemu-arguments.ts";
import { driverConfig, xlConfig } from "../steps/boot/xl-config.ts";

const { platforms } = readDescriptions(checkout);
const files = { kernel: "/k", initramfs: "/i", hypervisor: "/x", esp: "/esp" };

function xlConfigOf(name: string): string {
  return xlConfig(domu(name), files, "0123456789abcdef");
}

function domu(name: string) {
  const platform = platforms.get(name);
  if (platform?.entry !== "domu") throw new Error(`${name} is no domU`);
  return platform;
}

test("Xen keeps the page tables of a 32-bit guest, and of no other", () => {
  expect(xlConfigOf("xen-pvh-domu-i386")).toContain("\nhap = 0\n");
  expect(xlConfigOf("xen-pvh-domu")).not.toContain("hap");
});

test("a PVH dom0 has no driver for the disk that Xen came from", () => {
  const platform = platforms.get("xen-pvh-dom0");
  if (platform?.entry !== "dom0") throw new Error("xen-pvh-dom0 is no dom0");
  const line = qemuArguments(platform, files, "0123456789abcdef", "tcg").join(" ");
  expect(line).toContain("-drive if=ide,format=raw,snapshot=on,file=fat:/esp");
  expect(line).not.toContain("virtio");
});

test("the memory and the CPUs of a guest with nodes are those of its nodes, in xl's words", () => {
  const lines = xlConfigOf("xen-hvm-domu-vnuma");
  expect(lines).toContain(
    'maxvcpus = 2\nvnuma = [["pnode=0", "size=128", "vcpus=0", "vdistances=10,20"], ["pnode=0", "size=128", "vcpus=1", "vdistances=20,10"]]\n',
  );
  expect(lines).toContain("memory = 256\nvcpus = 2\n");
});

test("a driver domain has the disk that its guest sees through it, and dom0's image to serve it with", () => {
  const { driver } = domu("xen-pv-domu-driver");
  const lines = driver && driverConfig(driver, { kernel: "/k", initramfs: "/dom0" });
  expect(lines).toContain('disk = ["phy:/dev/vda,xvdp,w"]');
  expect(lines).toContain('ramdisk = "/dom0"\nextra = "console=hvc0 panic=-1 tb.driver"');
  expect(xlConfigOf("xen-pv-domu-driver")).toContain(
    'disk = ["phy:/dev/xvdp,xvdp,w,backend=driver"]',
  );
});

test("CPUs that wait for one another run in one thread where they are emulated, and nowhere else", () => {
  const platform = platforms.get("xen-pv-dom0-smp2");
  if (platform?.entry !== "dom0") throw new Error("xen-pv-dom0-smp2 is no dom0");
  const line = (by: "tcg" | "kvm") => qemuArguments(platform, files, "0123456789abcdef", by);
  expect(line("tcg")).toContain("tcg,thread=single");
  expect(line("kvm")).toContain("kvm");
});

test("a guest that is not ours is started from its dom0's image, and is told nothing of ours", () => {
  const config = xlConfigOf("xen-pv-grub");
  expect(config).toContain('\nkernel = "/usr/lib/grub-xen/grub-x86_64-xen.bin"\n');
  for (const ours of ["ramdisk", "extra", "tb."]) expect(config).not.toContain(ours);
});
