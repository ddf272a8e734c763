// What every boot needs: a secret of its own, and QEMU.

import { randomBytes } from "node:crypto";
import { InfraError } from "../../model/errors.ts";
import { whereIs } from "../../tools/host.ts";

/** Sixteen hex digits that nobody can guess: a record without them is not this boot's. */
export function newNonce(): string {
  return randomBytes(8).toString("hex");
}

export async function qemuBinary(): Promise<string> {
  const binary = await whereIs("qemu-system-x86_64");
  if (binary) return binary;
  throw new InfraError("qemu-system-x86_64 is not installed", "apt-get install qemu-system-x86");
}
