// The system calls that a build has no use for, refused by seccomp (seccomp(2)), as the bytes that bwrap loads.
// For a caller who is root this is what forbids namespaces; for everybody it keeps set-user-ID files from being made.

import { type MachineCalls, type SystemCall, systemCallsOf } from "./system-calls.ts";

// prettier-ignore
const refused: readonly SystemCall[] = [
  // mounts and namespaces
  "mount", "umount", "umount2", "pivot_root", "chroot", "setns", "unshare", "open_tree", "move_mount",
  "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "open_tree_attr",
  // kernel interfaces that were the way out of other sandboxes
  "add_key", "request_key", "keyctl", "bpf", "perf_event_open", "userfaultfd", "fanotify_init",
  "name_to_handle_at", "open_by_handle_at", "pidfd_getfd", "syslog",
  // the machine itself
  "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "acct",
  "swapon", "swapoff", "reboot", "quotactl", "quotactl_fd", "iopl", "ioperm",
  "settimeofday", "clock_settime", "clock_adjtime", "adjtimex",
];

/** Their arguments cannot be looked at: programs do without them when the kernel does not know them. */
const unknown: readonly SystemCall[] = ["clone3", "openat2", "io_uring_setup", "socketcall"];

/** Call, position of the argument, bits that it must not have. */
type Forbidden = readonly [call: SystemCall, argument: number, bits: number];

const setIdBits = 0o6000;
const setId: readonly Forbidden[] = [
  ["chmod", 1, setIdBits],
  ["fchmod", 1, setIdBits],
  ["fchmodat", 2, setIdBits],
  ["fchmodat2", 2, setIdBits],
  ["mknod", 1, setIdBits],
  ["mknodat", 2, setIdBits],
  ["creat", 1, setIdBits],
];
const namespaces = 0x7e02_0000;

/** Call, position of the flags: the mode comes behind them, and counts where a file may be made. */
const opens: readonly (readonly [call: SystemCall, flags: number])[] = [
  ["open", 1],
  ["openat", 2],
];
/** O_CREAT, and the bit of its own in O_TMPFILE. */
const makesFile = 0o100 | 0o20000000;

/** AF_UNIX, AF_INET, AF_INET6: in a network namespace of its own all of them lead nowhere. Not so AF_VSOCK. */
const families = [1, 2, 10];

/** TIOCSTI and TIOCLINUX put characters into a terminal. */
const terminalInput = [0x5412, 0x541c];

/** The program: `struct sock_filter`, in the order of bytes of the machine that the calls are of. */
export function syscallFilter(calls: MachineCalls = systemCallsOf()): Buffer {
  return Buffer.concat(program(calls).map((one) => bytesOf(one, calls.bigEndian)));
}

function program({ auditArch, numbers, cloneFlags, bigEndian }: MachineCalls): Instruction[] {
  const numbersOf = (names: readonly SystemCall[]) => names.flatMap((name) => numbers[name] ?? []);
  /** Instructions that run for one call only; behind them it is allowed. */
  const ifCall = (name: SystemCall, then: readonly Instruction[]): Instruction[] => {
    const call = numbers[name];
    return call === undefined ? [] : [jumpIfEqual(call, 0, then.length + 1), ...then, allow];
  };
  // Of an argument, its low 32 bits: those that the kernel takes of a mode or a command.
  const argument = (n: number) => load(argumentsAt + 8 * n + (bigEndian ? 4 : 0));
  const forbidden: readonly Forbidden[] = [["clone", cloneFlags, namespaces], ...setId];
  return [
    load(architectureAt),
    jumpIfEqual(auditArch, 1, 0),
    answer(ENOSYS),
    load(numberAt),
    // Numbers of the x32 ABI.
    jumpIfAtLeast(0x4000_0000, 0, 1),
    answer(ENOSYS),
    ...numbersOf(unknown).flatMap((call) => [jumpIfEqual(call, 0, 1), answer(ENOSYS)]),
    ...numbersOf(refused).flatMap((call) => [jumpIfEqual(call, 0, 1), answer(EPERM)]),
    ...forbidden.flatMap(([name, n, bits]) => ifCall(name, [argument(n), ...refuseBits(bits)])),
    ...opens.flatMap(([name, flags]) =>
      ifCall(name, [
        argument(flags),
        jumpIfAnyBit(makesFile, 1, 0),
        allow,
        argument(flags + 1),
        ...refuseBits(setIdBits),
      ]),
    ),
    ...ifCall("socket", [argument(0), ...families.flatMap(allowValue), answer(EPERM)]),
    ...ifCall("ioctl", [argument(1), ...terminalInput.flatMap(refuseValue)]),
    allow,
  ];
}

// Offsets in struct seccomp_data.
const numberAt = 0;
const architectureAt = 4;
const argumentsAt = 16;
const EPERM = 1;
const ENOSYS = 38;

type Instruction = readonly [code: number, value: number, yes: number, no: number];

const allow: Instruction = [0x06, 0x7fff_0000, 0, 0];

function refuseBits(bits: number): Instruction[] {
  return [jumpIfAnyBit(bits, 0, 1), answer(EPERM)];
}

function refuseValue(value: number): Instruction[] {
  return [jumpIfEqual(value, 0, 1), answer(EPERM)];
}

function allowValue(value: number): Instruction[] {
  return [jumpIfEqual(value, 0, 1), allow];
}

/** The call fails with this error. */
function answer(errno: number): Instruction {
  return [0x06, 0x0005_0000 | errno, 0, 0];
}

function load(offset: number): Instruction {
  return [0x20, offset, 0, 0];
}

function jumpIfEqual(value: number, yes: number, no: number): Instruction {
  return [0x15, value, yes, no];
}

function jumpIfAtLeast(value: number, yes: number, no: number): Instruction {
  return [0x35, value, yes, no];
}

function jumpIfAnyBit(bits: number, yes: number, no: number): Instruction {
  return [0x45, bits, yes, no];
}

function bytesOf([code, value, yes, no]: Instruction, bigEndian: boolean): Buffer {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setUint16(0, code, !bigEndian);
  bytes.setUint8(2, yes);
  bytes.setUint8(3, no);
  bytes.setUint32(4, value, !bigEndian);
  return Buffer.from(bytes.buffer);
}
