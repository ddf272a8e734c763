// What the machine-dependent parts of Linux say that no other architecture says so. See fault-form.ts for the columns.

import type { FaultForm } from "./fault-form.ts";

export const machineForms: readonly FaultForm[] = [
  {
    name: "powerpc-exception",
    kind: "oops",
    pattern:
      /Unrecoverable exception [0-9a-f]|Unexpected TM Bad Thing exception |Facility '[^']{1,40}' unavailable \(\d+\) exception in kernel mode|VMX\/Altivec assist exception in kernel mode/,
    source: "arch/powerpc/kernel/traps.c",
    taint: "D",
  },
  {
    name: "s390-stack",
    kind: "oops",
    pattern: /Kernel stack pointer invalid/,
    source: "arch/s390/kernel/traps.c",
    taint: "D",
  },
  {
    name: "s390-boot",
    kind: "panic",
    pattern: /Kernel fault: interruption code [0-9a-f]{4} ilc:/,
    source: "arch/s390/boot/pgm_check.c",
    raw: true,
  },
  {
    name: "arm64-hyp",
    kind: "oops",
    pattern: /kvm \[\d+\]: nVHE hyp \S.{0,80} at: /,
    source: "arch/arm64/kvm/handle_exit.c",
    taint: "D",
  },
  {
    name: "cpu-lost",
    kind: "oops",
    pattern:
      /CPU\d+: (?:failed to (?:come online|boot|start)|failed in unknown state|died during early boot|is stuck in kernel|will not boot)|Processor \d+ is stuck\./,
    source: "arch/arm64/kernel/smp.c, arch/riscv/kernel/smpboot.c, arch/powerpc/kernel/smp.c",
    timing: true,
  },
];
