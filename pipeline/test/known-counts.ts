// Counts of one fixed kernel on bare-q35, and what they hold for. Another QEMU or kernel gives others; the same ones
// must give these on any machine, with this guest: its loop is in them. Workloads that make processes are not here: they execute what the guest's size asks for.

export const knownCounts = {
  /** SHA-256 of QEMU's binary: Debian's 7.2.22. */
  qemu: "1493008ba0036014c727bb23bbe2f399135867e9b5c4fe288ef2b4b816f46b0c",
  /** SHA-256 of the bzImage: Linux 7.2.13 of sid, guest.config. */
  kernel: "b7004f6a12318cbc72583f71b00d593aa76a4e094e922ae7993be72dc6993eb0",
  counts: {
    "lat_syscall/null": 105018,
    "lat_syscall/read": 166523,
    "lat_syscall/write": 154024,
    "lat_syscall/stat": 394223,
    "lat_syscall/open-close": 582023,
    clock_gettime: 126023,
    "lat_sig/install": 175618,
    "lat_sig/catch": 559615,
    sched_yield: 280818,
    futex: 414023,
    "bw_mem/copy": 262194,
    "bw_mem/read": 524320,
  },
} as const;
