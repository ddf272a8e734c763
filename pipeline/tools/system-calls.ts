// The system calls that the sandbox's filter and its probe speak of, by the number that each machine's kernel has for them.

import { machine } from "node:os";
import { InfraError } from "../model/errors.ts";

export type SystemCall = keyof typeof x86 | keyof typeof everywhere | "umount" | "socketcall";

export type MachineCalls = {
  /** AUDIT_ARCH_*: a process may make calls of another architecture of the same machine (32 bits). */
  readonly auditArch: number;
  /** Calls that there are not have no number. */
  readonly numbers: Readonly<Partial<Record<SystemCall, number>>>;
  /** Position of the flags among the arguments of clone. */
  readonly cloneFlags: 0 | 1;
  readonly bigEndian: boolean;
};

/** `name`: as `uname -m` says. Throws InfraError for a machine that nobody looked up yet. */
export function systemCallsOf(name = machine()): MachineCalls {
  const found = machines[name];
  if (found) return found;
  throw new InfraError(
    `the sandbox knows no system calls of ${name}, so no code of a tree is run here`,
    `use one of these machines: ${Object.keys(machines).join(", ")}; or add its numbers to pipeline/tools/system-calls.ts`,
  );
}

/** Calls of Linux 5.0 and later, which have one number on all machines. */
// prettier-ignore
const everywhere = {
  io_uring_setup: 425, open_tree: 428, move_mount: 429, fsopen: 430, fsconfig: 431, fsmount: 432, fspick: 433, clone3: 435,
  openat2: 437, pidfd_getfd: 438, mount_setattr: 442, quotactl_fd: 443, fchmodat2: 452, open_tree_attr: 467,
};

/** arch/x86/entry/syscalls/syscall_64.tbl */
// prettier-ignore
const x86 = {
  mount: 165, umount2: 166, pivot_root: 155, chroot: 161, setns: 308, unshare: 272,
  add_key: 248, request_key: 249, keyctl: 250, bpf: 321, perf_event_open: 298, userfaultfd: 323, fanotify_init: 300,
  name_to_handle_at: 303, open_by_handle_at: 304, syslog: 103,
  kexec_load: 246, kexec_file_load: 320, init_module: 175, finit_module: 313, delete_module: 176, acct: 163,
  swapon: 167, swapoff: 168, reboot: 169, quotactl: 179, iopl: 172, ioperm: 173,
  settimeofday: 164, clock_settime: 227, clock_adjtime: 305, adjtimex: 159,
  clone: 56, chmod: 90, fchmod: 91, fchmodat: 268, mknod: 133, mknodat: 259, creat: 85, open: 2, openat: 257,
  chown: 92, fchownat: 260, socket: 41, ioctl: 16,
};

/** include/uapi/asm-generic/unistd.h, which Arm and RISC-V have. */
// prettier-ignore
const generic = {
  mount: 40, umount2: 39, pivot_root: 41, chroot: 51, setns: 268, unshare: 97,
  add_key: 217, request_key: 218, keyctl: 219, bpf: 280, perf_event_open: 241, userfaultfd: 282, fanotify_init: 262,
  name_to_handle_at: 264, open_by_handle_at: 265, syslog: 116,
  kexec_load: 104, kexec_file_load: 294, init_module: 105, finit_module: 273, delete_module: 106, acct: 89,
  swapon: 224, swapoff: 225, reboot: 142, quotactl: 60,
  settimeofday: 170, clock_settime: 112, clock_adjtime: 266, adjtimex: 171,
  clone: 220, fchmod: 52, fchmodat: 53, mknodat: 33, openat: 56, fchownat: 54, socket: 198, ioctl: 29,
};

/** What POWER and IBM Z have in common: the numbers of the first Linux. */
// prettier-ignore
const old = {
  mount: 21, umount: 22, umount2: 52, chroot: 61, syslog: 103, socketcall: 102,
  init_module: 128, delete_module: 129, acct: 51, swapon: 87, swapoff: 115, reboot: 88, quotactl: 131,
  settimeofday: 79, adjtimex: 124,
  clone: 120, chmod: 15, fchmod: 94, mknod: 14, creat: 8, open: 5, ioctl: 54,
};

/** arch/powerpc/kernel/syscalls/syscall.tbl */
// prettier-ignore
const power = {
  ...old, pivot_root: 203, setns: 350, unshare: 282,
  add_key: 269, request_key: 270, keyctl: 271, bpf: 361, perf_event_open: 319, userfaultfd: 364, fanotify_init: 323,
  name_to_handle_at: 345, open_by_handle_at: 346, kexec_load: 268, kexec_file_load: 382, finit_module: 353,
  iopl: 110, ioperm: 101, clock_settime: 245, clock_adjtime: 347,
  fchmodat: 297, mknodat: 288, openat: 286, chown: 181, fchownat: 289, socket: 326,
};

/** arch/s390/kernel/syscalls/syscall.tbl */
// prettier-ignore
const z = {
  ...old, pivot_root: 217, setns: 339, unshare: 303,
  add_key: 278, request_key: 279, keyctl: 280, bpf: 351, perf_event_open: 331, userfaultfd: 355, fanotify_init: 332,
  name_to_handle_at: 335, open_by_handle_at: 336, kexec_load: 277, kexec_file_load: 381, finit_module: 344,
  clock_settime: 259, clock_adjtime: 337,
  fchmodat: 299, mknodat: 290, openat: 288, chown: 212, fchownat: 291, socket: 359,
};

/** By `uname -m`. AUDIT_ARCH_*: the number of the ELF machine, a bit for 64 bits and one for little-endian. */
const machines: Readonly<Record<string, MachineCalls>> = {
  x86_64: littleEndian(62, x86),
  aarch64: littleEndian(183, generic),
  ppc64le: littleEndian(21, power),
  riscv64: littleEndian(243, generic),
  s390x: {
    auditArch: 0x8000_0000 + 22,
    numbers: { ...everywhere, ...z },
    cloneFlags: 1,
    bigEndian: true,
  },
};

function littleEndian(elf: number, own: MachineCalls["numbers"]): MachineCalls {
  const numbers = { ...everywhere, ...own };
  return { auditArch: 0xc000_0000 + elf, numbers, cloneFlags: 0, bigEndian: false };
}
