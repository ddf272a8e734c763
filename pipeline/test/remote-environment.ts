// A machine, as the traces of the tests name it.

import type { Environment } from "../model/record/trace.ts";

export const environment: Environment = {
  system: "Debian",
  kernel: "6.1",
  architecture: process.arch,
  cpu: "any",
  compiler: "gcc",
  linker: "ld",
  qemu: "7.2",
  qemuDigest: "ab".repeat(32),
  node: process.versions.node,
  by: "by hand",
};
