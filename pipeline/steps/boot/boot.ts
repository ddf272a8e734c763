// One boot: starts the machine, watches its console, stops it when its time is over, and records. It decides nothing.

import { type Accelerator, slowdown } from "../../model/described/accelerator.ts";
import type { BootAgain, BootRecord } from "../../model/boot/boot-record.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { Emulator } from "../../model/described/host.ts";
import type { MachinePlatform } from "../../model/described/platform.ts";
import type { StepKind } from "../../model/work/step.ts";
import { VirtualMachine } from "../../tools/qemu.ts";
import { pasteable } from "../../tools/shell.ts";
import { BootWatch } from "./boot-watch.ts";
import { bootFiles, type BootInputs, guestArchives, plannedFiles } from "./boot-files.ts";
import { ConsoleLogs } from "./console-logs.ts";
import { withDomainTree } from "./domain-tree.ts";
import { guestInitramfs } from "./guest-initramfs.ts";
import { newNonce, qemuBinary } from "./machine.ts";
import { qemuArguments } from "./qemu-arguments.ts";
import { toldItsTsc } from "./measured-tsc.ts";
import { mustHaveExited } from "./run-machine.ts";
import { superviseBoot } from "./supervise-boot.ts";

export type BootParams = Emulator & {
  platform: MachinePlatform;
  accelerator: Accelerator;
  /** The source of what measures the TSC, where the platform's kernel is told of it. */
  tscSector?: string;
  again?: BootAgain;
};

const console = "com1";

export const boot: StepKind<BootParams, BootInputs, BootRecord> = {
  name: "boot",
  version: 5,
  nature: "recorded",
  pool: "vm",
  reads: bootReads,
  commands: (context, { platform, emulator, accelerator }, inputs) => {
    const files = plannedFiles(context, platform, inputs);
    const args = qemuArguments(platform, files, "<nonce>", accelerator);
    return [pasteable([emulator, ...args, "-serial", "stdio"])];
  },
  async run(context, { platform, qemu, emulator, accelerator, tscSector }, inputs) {
    const nonce = newNonce();
    const initramfs = await guestInitramfs(
      context.workDir,
      platform,
      guestArchives(context, inputs),
    );
    const own = await bootFiles(context, platform, inputs, { initramfs, nonce });
    const files = await withDomainTree(context.workDir, platform, own, { emulator, nonce });
    const told = await toldItsTsc(context.workDir, platform, { accelerator, tscSector });
    const args = qemuArguments(told, files, nonce, accelerator);
    const logs = new ConsoleLogs(context, [console]);
    const startedAt = performance.now();
    const watch = new BootWatch({ [console]: nonce }, console);
    const spec = { binary: await qemuBinary(emulator), args, consoles: [console] };
    const seen = await superviseBoot((onBytes) => VirtualMachine.start(spec, onBytes), {
      watch,
      clocks: platform.clocks,
      slowdown: slowdown[accelerator],
      signal: context.signal,
      onBytes: (name, chunk) => logs.write(name, chunk),
      mustHaveExited,
    });
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    await logs.close();
    return pass({
      platform: platform.platform,
      accelerator,
      kvmProof: inputs.proof.because,
      qemu,
      console: await logs.keep(console, "console.log"),
      nonce,
      seconds,
      ended: seen.ended,
      clock: watch.clock,
      heard: watch.heard,
      cpu: seen.cpu,
      ...(seen.registers
        ? { registers: await context.keepBytes(seen.registers, "registers.txt") }
        : {}),
      qemuSaid: seen.said,
      events: [...seen.events],
    });
  },
};

/** What decides the value of a boot. */
export function bootReads({ kernel, guest, hypervisor, selftests, hypervisorTools }: BootInputs) {
  return {
    // The ELF is of the same build: which of the two is booted is the platform's to say.
    kernel: { image: kernel.image.digest, vmlinux: kernel.vmlinux.digest },
    guest: guest.initramfs.digest,
    hypervisor: hypervisor?.image.digest,
    selftests: selftests?.archive.digest,
    tools: hypervisorTools && [hypervisorTools.policy.digest, hypervisorTools.tests.digest],
  };
}
