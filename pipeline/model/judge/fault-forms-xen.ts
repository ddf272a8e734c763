// What Xen says of itself and of its domains, behind `(XEN) `. See fault-form.ts for the columns.

import type { FaultForm } from "./fault-form.ts";

export const xenForms: readonly FaultForm[] = [
  {
    name: "panic",
    kind: "hypervisor-crash",
    pattern: /Panic on CPU \d+/,
    source: "xen/drivers/char/console.c",
  },
  {
    name: "fatal-trap",
    kind: "hypervisor-crash",
    pattern: /FATAL (?:TRAP|PAGE FAULT)|Early fatal page fault/,
    source: "xen/arch/x86/traps.c",
  },
  {
    name: "double-fault",
    kind: "hypervisor-crash",
    pattern: /\*\*\* DOUBLE FAULT \*\*\*/,
    source: "xen/arch/x86/x86_64/traps.c",
  },
  {
    name: "bug",
    kind: "hypervisor-crash",
    pattern: /Xen BUG at/,
    source: "xen/arch/x86/traps.c",
  },
  {
    name: "assertion",
    kind: "hypervisor-crash",
    pattern: /Assertion '.{0,400}' failed/,
    source: "xen/include/xen/lib.h",
  },
  {
    name: "watchdog",
    kind: "hypervisor-crash",
    pattern: /Watchdog timer (?:detects that CPU\d+ is stuck|fired for domain)|NMI watchdog:/,
    source: "xen/arch/x86/nmi.c",
  },
  {
    name: "arm-trap",
    kind: "hypervisor-crash",
    pattern:
      /CPU\d+: Unexpected Trap|(?:Data Abort|Instruction Abort|Hypervisor) Trap\. (?:Syndrome|HSR)=/,
    source: "xen/arch/arm/traps.c",
  },
  {
    name: "machine-check",
    kind: "hypervisor-crash",
    pattern: /(?:CPU\d+: )?(?:Fatal )?(?:Machine Check Exception|MACHINE CHECK)/,
    source: "xen/arch/x86/cpu/mcheck/mce.c",
  },
  {
    name: "warn",
    kind: "hypervisor-oops",
    pattern: /Xen WARN at/,
    source: "xen/arch/x86/traps.c",
  },
  {
    name: "ubsan",
    kind: "hypervisor-oops",
    pattern: /UBSAN: /,
    source: "xen/common/ubsan/ubsan.c",
  },
  {
    name: "bad-page",
    kind: "hypervisor-oops",
    pattern: /(?:pg MFN [0-9a-f]+ c=0x|BUG: )/,
    source: "xen/common/page_alloc.c",
  },
  {
    name: "domain-crashed",
    kind: "oops",
    pattern:
      /(?:d\d+v\d+ )?(?:Domain \d+ (?:\(vcpu#\d+\) |reported )crashed|domain_crash(?:_sync)? called from)/,
    source: "xen/common/domain.c",
  },
  {
    name: "dom0-crashed",
    kind: "oops",
    pattern: /Hardware Dom\d+ crashed/,
    source: "xen/common/shutdown.c",
  },
  {
    name: "triple-fault",
    kind: "oops",
    pattern: /d\d+(?:v\d+)? Triple fault/,
    source: "xen/arch/x86/hvm/hvm.c",
  },
  {
    name: "unhandled",
    kind: "oops",
    pattern: /d\d+v\d+ Unhandled|Unhandled (?:page fault|general protection|exception) /,
    source: "xen/arch/x86/traps.c",
  },
  {
    name: "failed-vmentry",
    kind: "oops",
    pattern: /(?:d\d+v\d+ )?(?:Failed vm entry|VM-entry failure|[Uu]nexpected VMEXIT|Bad vmexit)/,
    source: "xen/arch/x86/hvm/vmx/vmx.c",
  },
];
