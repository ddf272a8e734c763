// Runs a machine that counts instructions, and stops it at the guest's last record: a hypervisor's way to power off takes minutes of counting.

import { slowdown } from "../../model/described/accelerator.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import {
  countingHost,
  countingNonce,
  countingPlatform,
  icountArguments,
  withOwnTsc,
} from "../../model/cost/counting.ts";
import type { Emulator } from "../../model/described/host.ts";
import type { HostImage } from "../../model/described/image.ts";
import type { GuestPlatform, MachinePlatform } from "../../model/described/platform.ts";
import type { StepContext } from "../../model/work/step.ts";
import { BootWatch } from "../boot/boot-watch.ts";
import { bootFiles, type BootInputs } from "../boot/boot-files.ts";
import { servingArguments } from "../boot/boot-guests.ts";
import { ConsoleLogs } from "../boot/console-logs.ts";
import { controlPort, hostConsole, portOf } from "../boot/guests-watch.ts";
import { qemuBinary } from "../boot/machine.ts";
import { qemuArguments } from "../boot/qemu-arguments.ts";
import { VirtualMachine } from "../../tools/qemu.ts";
import { mustHaveExited } from "../boot/run-machine.ts";
import { superviseBoot } from "../boot/supervise-boot.ts";

/** A guest comes with its host. `take`: the same boot, once more. */
export type CountParams = Emulator & { take: number } & (
    | { platform: MachinePlatform }
    | { platform: GuestPlatform; host: MachinePlatform }
  );

/** image: of the host that serves the guest. */
export type CountInputs = BootInputs & { image?: HostImage };

/** `more`: further arguments of QEMU. */
export async function countingRun(
  context: StepContext,
  params: CountParams,
  inputs: CountInputs,
  more: readonly string[] = [],
): Promise<BootRecord> {
  const { platform, args, console, outPorts } = await machineOf(context, params, inputs);
  const nonce = countingNonce(platform.platform);
  const logs = new ConsoleLogs(context, [...new Set([console, hostConsole])]);
  const startedAt = performance.now();
  const whole = [...args, ...more];
  const spec = {
    binary: await qemuBinary(params.emulator),
    args: whole,
    consoles: [hostConsole],
    outPorts,
  };
  const { ended, said } = await superviseBoot((onBytes) => VirtualMachine.start(spec, onBytes), {
    watch: new BootWatch({ [console]: nonce }, console),
    clocks: platform.clocks,
    slowdown: slowdown.tcg,
    signal: context.signal,
    onBytes: (name, chunk) => logs.write(name, chunk),
    mustHaveExited,
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  await logs.close();
  return {
    platform: platform.platform,
    accelerator: "tcg",
    kvmProof: inputs.proof.because,
    qemu: params.qemu,
    console: await logs.keep(console, "console.log"),
    nonce,
    seconds,
    ended,
    qemuSaid: said,
  };
}

/** What decides the value of a counting boot. */
export function countReads({ kernel, guest, hypervisor, image }: CountInputs) {
  return {
    kernel: { image: kernel.image.digest, vmlinux: kernel.vmlinux.digest },
    guest: guest.initramfs.digest,
    hypervisor: hypervisor?.image.digest,
    image: image?.initramfs.digest,
  };
}

type Machine = {
  readonly platform: MachinePlatform | GuestPlatform;
  readonly args: readonly string[];
  /** The guest's. */
  readonly console: string;
  readonly outPorts: readonly string[];
};

async function machineOf(
  context: StepContext,
  params: CountParams,
  inputs: CountInputs,
): Promise<Machine> {
  if ("host" in params) return guestMachine(context, params, inputs);
  const platform = countingPlatform(params.platform);
  const nonce = countingNonce(platform.platform);
  const initramfs = context.path(inputs.guest.initramfs);
  const files = await bootFiles(context, platform, inputs, { initramfs, nonce });
  const args = [...qemuArguments(platform, files, nonce, "tcg"), ...icountArguments];
  return { platform, args, console: hostConsole, outPorts: [] };
}

async function guestMachine(
  context: StepContext,
  params: Extract<CountParams, { host: MachinePlatform }>,
  { image, ...inputs }: CountInputs,
): Promise<Machine> {
  if (!image) throw new Error(`${params.platform.platform} was planned without its host's image`);
  const platform = withOwnTsc(countingPlatform(params.platform));
  const host = countingHost(params.host);
  const console = portOf(platform);
  const nonces = {
    [console]: countingNonce(platform.platform),
    [hostConsole]: countingNonce(host.platform),
  };
  const serving = { host, guests: [platform], accelerator: "tcg" as const };
  const args = await servingArguments(context, serving, { ...inputs, image }, nonces);
  const outPorts = [controlPort, console];
  return { platform, args: [...args, ...icountArguments], console, outPorts };
}
