// One boot of a host that serves guests in turn: one record for each of them. It decides nothing.

import { type Accelerator, slowdown } from "../../model/described/accelerator.ts";
import type { BootAgain, BootRecord, SharedBoot } from "../../model/boot/boot-record.ts";
import { type CpuSample, during } from "../../model/boot/cpu-use.ts";
import type { Emulator } from "../../model/described/host.ts";
import type { HostImage } from "../../model/described/image.ts";
import type { BuiltXtf } from "../../model/described/xtf.ts";
import type { GuestFile } from "../../model/described/guest-file.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { GuestPlatform, MachinePlatform } from "../../model/described/platform.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { pasteable } from "../../tools/shell.ts";
import { bootFiles, type BootInputs, guestArchives, plannedFiles } from "./boot-files.ts";
import { ConsoleLogs } from "./console-logs.ts";
import { withGuestPayload } from "./guest-payload.ts";
import { controlPort, GuestsWatch, hostConsole, portOf } from "./guests-watch.ts";
import { newNonce, qemuBinary } from "./machine.ts";
import { toldItsTsc } from "./measured-tsc.ts";
import { qemuArguments } from "./qemu-arguments.ts";
import { servingHost } from "./serving-host.ts";
import { superviseGuests } from "./supervise-guests.ts";

type Params = Emulator & {
  host: MachinePlatform;
  guests: readonly GuestPlatform[];
  accelerator: Accelerator;
  /** The source of what measures the TSC, where the host's kernel is told of it. */
  tscSector?: string;
  again?: BootAgain;
};

export type SharedInputs = BootInputs & {
  image: HostImage;
  /** Where the guests boot another kernel than their host. */
  guestKernel?: Kernel;
  /** Where the one guest boots a file of the user's. */
  guestFile?: GuestFile;
  /** Where a guest stands for its tests. */
  xtf?: BuiltXtf;
};

export const bootGuests: StepKind<Params, SharedInputs, SharedBoot> = {
  name: "boot-guests",
  version: 3,
  nature: "recorded",
  pool: "vm",
  reads: ({ kernel, guest, hypervisor, selftests, hypervisorTools, image, ...more }) => ({
    kernel: { image: kernel.image.digest, vmlinux: kernel.vmlinux.digest },
    guest: guest.initramfs.digest,
    hypervisor: hypervisor?.image.digest,
    selftests: selftests?.archive.digest,
    tools: hypervisorTools && [hypervisorTools.policy.digest, hypervisorTools.tests.digest],
    image: image.initramfs.digest,
    ...(more.guestKernel ? { guestKernel: more.guestKernel.image.digest } : {}),
    ...(more.guestFile ? { guestFile: more.guestFile.kernel.digest } : {}),
    ...(more.xtf ? { xtf: more.xtf.archive.digest } : {}),
  }),
  commands: (context, { host, emulator, accelerator }, inputs) => {
    const files = plannedFiles(context, host, inputs);
    const serving = { ...files, initramfs: "<host image with guests>" };
    const args = qemuArguments(servingHost(host), serving, "<nonce>", accelerator);
    return [pasteable([emulator, ...args, "-serial", "stdio"])];
  },
  async run(context, params, inputs) {
    const served = await serve(context, params, inputs);
    const records = params.guests.map(
      async (guest) => [guest.platform, await recordOf(context, guest, served)] as const,
    );
    return pass({ guests: Object.fromEntries(await Promise.all(records)) });
  },
};

/** What the host's boot left behind, before it is told apart by guest. */
type Served = {
  readonly common: Pick<BootRecord, "accelerator" | "kvmProof" | "qemu" | "qemuSaid">;
  readonly host: NonNullable<BootRecord["host"]>;
  readonly nonces: Readonly<Record<string, string>>;
  readonly logs: ConsoleLogs;
  readonly watch: GuestsWatch;
  readonly cpu: readonly CpuSample[];
  /** Of a host that was stopped. */
  readonly registers?: string;
};

async function serve(context: StepContext, params: Params, inputs: SharedInputs): Promise<Served> {
  const { host, guests, qemu, emulator, accelerator, tscSector } = params;
  const doors = [hostConsole, ...guests.map(portOf)];
  const nonces = Object.fromEntries(doors.map((name) => [name, newNonce()] as const));
  const logs = new ConsoleLogs(context, doors);
  const told = await toldItsTsc(context.workDir, host, { accelerator, tscSector });
  const args = await servingArguments(context, { host: told, guests, accelerator }, inputs, nonces);
  const watch = new GuestsWatch(nonces, guests);
  const ports = [controlPort, ...guests.map(portOf)];
  const { said, registers, cpu } = await superviseGuests(
    { binary: await qemuBinary(emulator), args, consoles: [hostConsole], ports },
    {
      watch,
      clocks: host.clocks,
      slowdown: slowdown[accelerator],
      signal: context.signal,
      onBytes: (name, chunk) => logs.write(name, chunk),
    },
  );
  await logs.close();
  const console = await logs.keep(hostConsole, "host.log");
  return {
    common: { accelerator, kvmProof: inputs.proof.because, qemu, qemuSaid: said },
    host: { platform: host.platform, console, nonce: nonces[hostConsole] ?? "" },
    nonces,
    logs,
    watch,
    cpu,
    ...(registers === undefined ? {} : { registers }),
  };
}

/** The host's QEMU, with the guests behind the host's image; `nonces` by console and port. */
export async function servingArguments(
  context: Pick<StepContext, "path" | "workDir">,
  { host, guests, accelerator }: Omit<Params, keyof Emulator>,
  inputs: SharedInputs,
  nonces: Readonly<Record<string, string>>,
): Promise<string[]> {
  const { image, guestKernel: kernel = inputs.kernel, guestFile, xtf } = inputs;
  const initramfs = await withGuestPayload(
    context.workDir,
    [context.path(image.initramfs), ...(xtf ? [context.path(xtf.archive)] : [])],
    {
      ...guestArchives(context, { ...inputs, kernel }),
      vmlinux: context.path(kernel.vmlinux),
      ...(guestFile ? { guestFile: context.path(guestFile.kernel) } : {}),
    },
    guests.map((platform) => ({ platform, nonce: nonces[portOf(platform)] ?? "" })),
  );
  const nonce = nonces[hostConsole] ?? "";
  const serving = servingHost(host);
  const files = await bootFiles(context, serving, inputs, { initramfs, nonce });
  return qemuArguments(serving, files, nonce, accelerator);
}

/** The state of a destroyed guest is what the host took; of one that a stopped host ran, the machine's. */
async function recordOf(
  context: StepContext,
  guest: GuestPlatform,
  { common, host, nonces, logs, watch, registers, cpu }: Served,
): Promise<BootRecord> {
  const { ended, seconds, clock, state, heard, nudged, span } = watch.endOf(guest.platform);
  const taken = ended.because === "host-ended" ? registers : state;
  return {
    platform: guest.platform,
    ...common,
    console: await logs.keep(portOf(guest), "console.log"),
    nonce: nonces[portOf(guest)] ?? "",
    host,
    seconds,
    ended,
    clock,
    heard,
    cpu: during(cpu, span),
    ...(nudged ? { nudged } : {}),
    ...(taken ? { registers: await context.keepBytes(taken, "registers.txt") } : {}),
  };
}
