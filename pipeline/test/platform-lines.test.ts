// What QEMU and xl are told of platforms of this checkout where another line hung.

import { expect, test } from "vitest";
import { checkout } from "../work/session.ts";
import { readDescriptions } from "../plan/read/read-descriptions.ts";
import { domainSource } from "../steps/boot/domain-tree.ts";
import { dumpArguments, qemuArguments } from "../steps/boot/qemu-arguments.ts";
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

test("a domain without dom0 is told of by the device tree, kernel, initramfs and secret with it", () => {
  const platform = platforms.get("xen-arm64-dom0less");
  if (platform?.entry !== "dom0") throw new Error("xen-arm64-dom0less is not started by Xen");
  const source = domainSource(platform, { kernel: 7, initramfs: 9 }, "0123456789abcdef");
  for (const told of ["<0 0x49000000 0 7>", "<0 0x4f000000 0 9>", "tb.nonce=0123456789abcdef"])
    expect(source).toContain(told);
  expect(source).toContain('xen,xen-bootargs = "console=dtuart dtuart=/pl011@9000000');
  const { esp: _, ...under } = { ...files, deviceTree: "/d" };
  const line = qemuArguments(platform, under, "0123456789abcdef", "tcg").join(" ");
  expect(line).toContain("-dtb /d -device loader,addr=0x49000000,force-raw=on,file=/k");
  for (const no of ["guest-loader", "-append", "tb."]) expect(line).not.toContain(no);
  expect(dumpArguments(platform, "/a,b").slice(-2)).toEqual(["-machine", "dumpdtb=/a,,b"]);
});
