// The system calls that a build has no use for, refused by seccomp (seccomp(2), x86-64), as the bytes that bwrap loads.
// For a caller who is root this is what forbids namespaces; for everybody it keeps set-user-ID files from being made.

/** Numbers of arch/x86/entry/syscalls/syscall_64.tbl. */
// prettier-ignore
const refused = {
  // mounts and namespaces
  mount: 165, umount2: 166, pivot_root: 155, chroot: 161, setns: 308, unshare: 272, open_tree: 428, move_mount: 429,
  fsopen: 430, fsconfig: 431, fsmount: 432, fspick: 433, mount_setattr: 442, open_tree_attr: 467,
  // kernel interfaces that were the way out of other sandboxes
  add_key: 248, request_key: 249, keyctl: 250, bpf: 321, perf_event_open: 298, userfaultfd: 323, fanotify_init: 300,
  name_to_handle_at: 303, open_by_handle_at: 304, pidfd_getfd: 438, syslog: 103,
  // the machine itself
  kexec_load: 246, kexec_file_load: 320, init_module: 175, finit_module: 313, delete_module: 176, acct: 163,
  swapon: 167, swapoff: 168, reboot: 169, quotactl: 179, quotactl_fd: 443, iopl: 172, ioperm: 173,
  settimeofday: 164, clock_settime: 227, clock_adjtime: 305, adjtimex: 159,
};

/** Their arguments cannot be looked at: programs do without them when the kernel does not know them. */
const unknown = { clone3: 435, openat2: 437, io_uring_setup: 425 };

/** Call, position of the argument, bits that it must not have. */
const setIdBits = 0o6000;
const namespaces = 0x7e02_0000;
const forbiddenBits: readonly (readonly [call: number, argument: number, bits: number])[] = [
  [56 /* clone */, 0, namespaces],
  [90 /* chmod */, 1, setIdBits],
  [91 /* fchmod */, 1, setIdBits],
  [268 /* fchmodat */, 2, setIdBits],
  [452 /* fchmodat2 */, 2, setIdBits],
  [133 /* mknod */, 1, setIdBits],
  [259 /* mknodat */, 2, setIdBits],
  [85 /* creat */, 1, setIdBits],
];

/** Call, position of the flags: the mode comes behind them, and counts where a file may be made. */
const opens: readonly (readonly [call: number, flags: number])[] = [
  [2 /* open */, 1],
  [257 /* openat */, 2],
];
/** O_CREAT, and the bit of its own in O_TMPFILE. */
const makesFile = 0o100 | 0o20000000;

const socketCall = 41;
/** AF_UNIX, AF_INET, AF_INET6: in a network namespace of its own all of them lead nowhere. Not so AF_VSOCK. */
const families = [1, 2, 10];

const ioctlCall = 16;
/** TIOCSTI and TIOCLINUX put characters into a terminal. */
const terminalInput = [0x5412, 0x541c];

/** The program: `struct sock_filter`, little-endian. */
export function syscallFilter(): Buffer {
  return Buffer.concat([
    load(architectureAt),
    jumpIfEqual(auditArchX86_64, 1, 0),
    answer(ENOSYS),
    load(numberAt),
    // Numbers of the x32 ABI.
    jumpIfAtLeast(0x4000_0000, 0, 1),
    answer(ENOSYS),
    ...Object.values(unknown).flatMap((call) => [jumpIfEqual(call, 0, 1), answer(ENOSYS)]),
    ...Object.values(refused).flatMap((call) => [jumpIfEqual(call, 0, 1), answer(EPERM)]),
    ...forbiddenBits.flatMap(([call, argument, bits]) =>
      ifCall(call, [load(argumentAt(argument)), ...refuseBits(bits)]),
    ),
    ...opens.flatMap(([call, flags]) =>
      ifCall(call, [
        load(argumentAt(flags)),
        jumpIfAnyBit(makesFile, 1, 0),
        allow,
        load(argumentAt(flags + 1)),
        ...refuseBits(setIdBits),
      ]),
    ),
    ...ifCall(socketCall, [load(argumentAt(0)), ...families.flatMap(allowValue), answer(EPERM)]),
    ...ifCall(ioctlCall, [load(argumentAt(1)), ...terminalInput.flatMap(refuseValue)]),
    allow,
  ]);
}

// Offsets in struct seccomp_data; of an argument, its low 32 bits: those that the kernel takes of a mode or a command.
const numberAt = 0;
const architectureAt = 4;
const argumentAt = (n: number): number => 16 + 8 * n;
const auditArchX86_64 = 0xc000_003e;
const EPERM = 1;
const ENOSYS = 38;

const allow = instruction(0x06, 0x7fff_0000);

/** Instructions that run for one call only; behind them it is allowed. */
function ifCall(call: number, then: readonly Buffer[]): Buffer[] {
  return [jumpIfEqual(call, 0, then.length + 1), ...then, allow];
}

function refuseBits(bits: number): Buffer[] {
  return [jumpIfAnyBit(bits, 0, 1), answer(EPERM)];
}

function refuseValue(value: number): Buffer[] {
  return [jumpIfEqual(value, 0, 1), answer(EPERM)];
}

function allowValue(value: number): Buffer[] {
  return [jumpIfEqual(value, 0, 1), allow];
}

/** The call fails with this error. */
function answer(errno: number): Buffer {
  return instruction(0x06, 0x0005_0000 | errno);
}

function load(offset: number): Buffer {
  return instruction(0x20, offset);
}

function jumpIfEqual(value: number, yes: number, no: number): Buffer {
  return instruction(0x15, value, yes, no);
}

function jumpIfAtLeast(value: number, yes: number, no: number): Buffer {
  return instruction(0x35, value, yes, no);
}

function jumpIfAnyBit(bits: number, yes: number, no: number): Buffer {
  return instruction(0x45, bits, yes, no);
}

function instruction(code: number, value: number, yes = 0, no = 0): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(yes, 2);
  bytes.writeUInt8(no, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
