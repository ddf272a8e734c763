// What Linux says when it goes down or an instruction of its own failed: panic, BUG, WARN and the traps of each
// architecture. See fault-form.ts for the columns.

import type { FaultForm } from "./fault-form.ts";

export const trapForms: readonly FaultForm[] = [
  {
    name: "timer-lost",
    kind: "panic",
    pattern: /Kernel panic - not syncing: IO-APIC \+ timer doesn't work/,
    source: "arch/x86/kernel/apic/io_apic.c",
    timing: true,
  },
  {
    name: "panic",
    kind: "panic",
    pattern: /Kernel panic - not syncing|Kernel panic: |kernel panic: /,
    source: "kernel/panic.c",
    distinct: /Kernel panic - not syncing/,
  },
  {
    name: "panic-end",
    kind: "panic",
    pattern: /---\[ end Kernel panic/,
    source: "kernel/panic.c",
    distinct: /---\[ end Kernel panic - not syncing/,
    echo: true,
  },
  {
    name: "early-exception",
    kind: "panic",
    pattern: /PANIC: |traps: PANIC: double fault/,
    source: "arch/x86/mm/extable.c, arch/x86/kernel/doublefault_32.c",
    distinct: /PANIC: (?:early exception 0x|double fault)/,
    raw: true,
  },
  {
    name: "warn",
    kind: "oops",
    pattern: /WARNING: (?:CPU: ?\d|at |\S*[\w)]\.[chS]:\d+|\S+:\d+ at )/,
    source: "kernel/panic.c, lib/bug.c",
    taint: "W",
    distinct: /WARNING: (?:CPU: \d+ PID: \d+ at |(?:at )?[\w./-]+\.[chS]:\d+ |at \S+\+0x)/,
  },
  {
    name: "unwind",
    kind: "oops",
    pattern:
      /WARNING: (?:kernel stack (?:regs|frame pointer)|stack (?:recursion|going in the wrong)|can't (?:access registers|dereference|find))/,
    source: "arch/x86/kernel/unwind_frame.c, unwind_orc.c",
  },
  {
    name: "bug-at",
    kind: "oops",
    pattern:
      /kernel BUG at|Kernel BUG at|(?:invalid opcode|illegal instruction): .*BUG|BUG at \S+:\d+/,
    source: "lib/bug.c",
    taint: "D",
    distinct: /[Kk]ernel BUG at \S+:\d+!/,
  },
  {
    name: "fault-address",
    kind: "oops",
    pattern:
      /BUG: (?:[Uu]nable to handle|[Kk]ernel NULL pointer)|Unable to handle (?:kernel|paging request|unknown)|[Kk]ernel tried to execute \S{1,40} page|unable to execute userspace code|Unhandled (?:kernel )?(?:fault|unaligned)|CPU \d+ Unable to handle|Unable to handle unaligned|Kernel attempted to (?:read|write|access|execute)|Kernel tried to access user memory/,
    source: "arch/*/mm/fault.c",
    taint: "D",
    distinct:
      /BUG: unable to handle (?:page fault|kernel)|Unable to handle kernel (?:NULL|paging|access)/,
  },
  {
    // Every architecture counts its oopses: "divide error: 0000 [#1]", "Oops[#1]:", "Internal error: Oops - BUG: 0 [#1]".
    name: "die",
    kind: "oops",
    pattern: /\w[^[]{0,200}?\[#\d{1,5}\](?=[\s:]|$)/,
    source: "arch/*/kernel/traps.c, arch/x86/kernel/dumpstack.c",
    taint: "D",
    distinct:
      /(?:Oops|divide error|invalid opcode|stack segment|general protection fault|Internal error|int3|bounds|alignment check|traps: )[^[\n]{0,120}\[#\d{1,5}\](?=[\s:]|$)/,
  },
  {
    name: "trap",
    kind: "oops",
    pattern:
      /Oops(?:[: [-]|$)|Internal error: |general protection fault(?:[:,]| in)|divide error: |invalid opcode: |stack segment(?: fault)?: |double fault: |int3: |bounds: |segment not present: |invalid TSS: |alignment check: |coprocessor (?:error|segment overrun): |simd exception: |control protection: |Missing ENDBR: |CFI failure at|Kernel access of bad area|Exception in kernel mode|Illegal (?:instruction|operation)(?: in kernel)?: |fixpoint divide exception: |specification exception: |data exception: |Kernel bug detected|Reserved instruction in kernel code|Break instruction in kernel code|Unrecoverable \w.*Exception|Bad kernel stack pointer|kernel stack overflow|Kernel stack overflow|Kernel unaligned instruction access|SP\/PC alignment exception|Unhandled prefetch abort|Unhandled fault: |bad mode in |Bad mode in |SError Interrupt on CPU|Unexpected (?:kernel )?(?:BRK|single-step) exception|Unhandled \w.{0,40} exception on CPU\d|Kernel mode fault at addr|Segfault with no mm|\w+\(\d+\): (?:Oops|Kernel Bug|Kernel illegal|Instruction fault)|low-address protection: |Alignment trap: not handling|Insufficient stack space to handle exception|undefined instruction: pc=/,
    source: "arch/*/kernel/traps.c",
    taint: "D",
    distinct:
      /Internal error: Oops|Oops: \d{4} |general protection fault, probably for non-canonical/,
  },
  {
    name: "stack-guard",
    kind: "oops",
    pattern:
      /BUG: (?:\S+ )?stack guard page was hit|corrupted stack end detected|Stack overflow in|do_IRQ: \S+ has overflown the kernel stack/,
    source: "arch/x86/kernel/traps.c",
    taint: "D",
  },
  {
    name: "machine-check",
    kind: "oops",
    pattern:
      /(?:mce: )?\[Hardware Error\]: (?:CPU \d+: )?Machine Check Exception|Machine check in kernel|Disabling lock debugging due to machine check|(?:Severe|Fatal) Machine check interrupt|MCE: CPU\d+: machine check \((?:Severe|Fatal)\)|(?:opal: )?Machine check interrupt (?:is fatal|unrecoverable)|(?:Severe|Fatal) Hypervisor Maintenance interrupt|(?:opal: )?Hardware platform error: |mcck: Terminating task/,
    source:
      "arch/x86/kernel/cpu/mce/core.c, arch/powerpc/kernel/mce.c, platforms/powernv/opal.c, opal-hmi.c, arch/s390/kernel/nmi.c",
    taint: "M",
  },
  {
    name: "rust-panic",
    kind: "oops",
    pattern: /rust_kernel: panicked at|attempt to (?:add|subtract|multiply|negate) with overflow/,
    source: "rust/kernel/lib.rs",
    taint: "D",
  },
  {
    name: "halted",
    kind: "panic",
    pattern: / ?-- System halted|System halted due to/,
    source: "arch/x86/boot/compressed/error.c",
    raw: true,
    distinct: /^ ?-- System halted/,
  },
  {
    name: "end-trace",
    kind: "oops",
    pattern: /---\[ end trace [0-9a-f]{16} \]---|-+\[ cut here \]-+|8<--- cut here ---/,
    source: "kernel/panic.c",
    distinct: /---\[ end trace [0-9a-f]{16} \]---|-{12}\[ cut here \]-{12}/,
    echo: true,
  },
];
