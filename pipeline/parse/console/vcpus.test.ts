// Registers as QEMU's monitor and Xen's xenctx print them.

import { expect, test } from "vitest";
import { vcpuLines } from "./vcpus.ts";

const qemu = `
CPU#0
RAX=0000000000000000 RBX=00000000004c6fe0 RCX=0000000000000000 RDX=0000000000000000
RIP=0000000000402182 RFL=00000246 [---Z-P-] CPL=3 II=0 A20=1 SMM=0 HLT=0
CS =0033 0000000000000000 ffffffff 00affb00 DPL=3 CS64 [-RA]
CPU#1
RIP=ffffffff9952e133 RFL=00000246 [---Z-P-] CPL=0 II=0 A20=1 SMM=0 HLT=1
CS =0010 0000000000000000 ffffffff 00af9b00 DPL=0 CS64 [-RA]
`;

const xenctx = `vcpu0:
rip: 000000000040242e
flags: 00001202 i nz
 cs: 0033	 ss: 002b	 ds: 0000	 es: 0000
vcpu1:
rip: ffffffff8172b8f5
 cs: e033	 ss: e02b	 ds: 0000	 es: 0000
`;

test("QEMU's registers: where each vCPU stood", () => {
  expect(vcpuLines(qemu)).toEqual([
    "vCPU 0: rip 0000000000402182, in user space",
    "vCPU 1: rip ffffffff9952e133, in the kernel, halted",
  ]);
});

test("xenctx's: a PV kernel is told from user space by Xen's selector", () => {
  expect(vcpuLines(xenctx)).toEqual([
    "vCPU 0: rip 000000000040242e, in user space",
    "vCPU 1: rip ffffffff8172b8f5, in the kernel",
  ]);
});

test("what is neither gives no line", () => {
  expect(vcpuLines("xenctx: no such domain\n")).toEqual([]);
});
