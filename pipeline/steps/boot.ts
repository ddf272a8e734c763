// One boot: starts the machine, watches its consoles, stops it when its time is over, and records. It decides nothing.

import { randomBytes } from "node:crypto";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { type Accelerator, slowdown } from "../model/accelerator.ts";
import type { BootRecord } from "../model/boot-record.ts";
import { InfraError } from "../model/errors.ts";
import { pass } from "../model/outcome.ts";
import type { Platform } from "../model/platform.ts";
import type { StepKind } from "../model/step.ts";
import { whereIs } from "../tools/host.ts";
import { pasteable } from "../tools/shell.ts";
import type { MachineSpec } from "../tools/qemu.ts";
import { BootWatch } from "./boot-watch.ts";
import { bootFiles, type BootInputs, plannedFiles } from "./boot-files.ts";
import { qemuArguments } from "./qemu-arguments.ts";
import { superviseBoot } from "./supervise-boot.ts";

type Params = { platform: Platform; qemu: string; accelerator: Accelerator };

export const boot: StepKind<Params, BootInputs, BootRecord> = {
  name: "boot",
  version: 2,
  nature: "recorded",
  lane: "vm",
  reads: ({ kernel, guest, hypervisor, dom0 }) => ({
    kernel: kernel.image.digest,
    guest: guest.initramfs.digest,
    hypervisor: hypervisor?.image.digest,
    dom0: dom0?.initramfs.digest,
  }),
  commands: (context, { platform, accelerator }, inputs) => [
    pasteable([
      "qemu-system-x86_64",
      ...qemuArguments(platform, plannedFiles(context, inputs), "<nonce>", accelerator),
      ...consolesOf(platform).flatMap((name) => [
        "-serial",
        name === "com1" ? "stdio" : `file:${name}.log`,
      ]),
    ]),
  ],
  async run(context, { platform, qemu, accelerator }, inputs) {
    const guest = consolesOf(platform).at(-1) ?? "com1";
    const nonces = { com1: newNonce(), [guest]: newNonce() };
    const files = await bootFiles(context, platform, inputs, nonces[guest] ?? "");
    const spec = await machineSpec(
      platform,
      qemuArguments(platform, files, nonces.com1, accelerator),
    );
    const logs = new Map(spec.consoles.map((name) => [name, consoleLog(context.workDir, name)]));
    const watch = new BootWatch(nonces, guest);
    const seen = await superviseBoot(spec, {
      watch,
      clocks: platform.clocks,
      slowdown: slowdown[accelerator],
      signal: context.signal,
      onBytes: (name, chunk) => logs.get(name)?.write(chunk),
    });
    await Promise.all([...logs.values()].map(closed));
    const keepConsole = (name: string) =>
      context.keep(
        join(context.workDir, `${name}.log`),
        name === guest ? "console.log" : "dom0.log",
      );
    return pass({
      platform: platform.platform,
      accelerator,
      kvmProof: inputs.proof.because,
      qemu,
      console: await keepConsole(guest),
      nonce: nonces[guest] ?? "",
      ...(guest === "com1"
        ? {}
        : { host: { console: await keepConsole("com1"), nonce: nonces.com1 } }),
      ended: seen.ended,
      ...(seen.registers
        ? { registers: await context.keepBytes(seen.registers, "registers.txt") }
        : {}),
      qemuSaid: seen.said,
    });
  },
};

/** Serial ports in order. A domU's console comes over the second one: the first belongs to Xen and dom0. */
function consolesOf(platform: Platform): string[] {
  return platform.entry === "domu" ? ["com1", "com2"] : ["com1"];
}

/** Sixteen hex digits that nobody can guess: a record without them is not this boot's. */
export function newNonce(): string {
  return randomBytes(8).toString("hex");
}

async function machineSpec(platform: Platform, args: readonly string[]): Promise<MachineSpec> {
  const binary = await whereIs("qemu-system-x86_64");
  if (binary) return { binary, args, consoles: consolesOf(platform) };
  throw new InfraError(
    "qemu-system-x86_64 is not on this machine",
    "apt-get install qemu-system-x86",
  );
}

function consoleLog(workDir: string, name: string): WriteStream {
  return createWriteStream(join(workDir, `${name}.log`));
}

async function closed(log: WriteStream): Promise<void> {
  log.end();
  await finished(log);
}
