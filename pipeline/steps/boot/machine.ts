// What every boot needs: a secret of its own, and QEMU.

import { randomBytes } from "node:crypto";
import { InfraError } from "../../model/errors.ts";
import { whereIs } from "../../tools/host.ts";
import { packageOf } from "../../tools/package-of.ts";

/** Sixteen hex digits that nobody can guess: a record without them is not this boot's. */
export function newNonce(): string {
  return randomBytes(8).toString("hex");
}

/** The path of a QEMU, by its name. */
export async function qemuBinary(emulator: string): Promise<string> {
  const binary = await whereIs(emulator);
  if (binary) return binary;
  throw new InfraError(`${emulator} is not installed`, `apt-get install ${packageOf(emulator)}`);
}
