// One boot of a kernel that is a program of this machine: User Mode Linux. It decides nothing.
// The kernel under test runs on the host itself, so it runs in the sandbox that builds run in.

import { chmod, copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { InfraError } from "../../model/errors.ts";
import type { AcceleratorProof } from "../../model/described/accelerator.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import type { GuestImage } from "../../model/described/image.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import type { MachineEnd } from "../../model/boot/machine.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { ProgramPlatform } from "../../model/described/platform.ts";
import type { StepContext, StepKind } from "../../model/work/step.ts";
import { Program } from "../../tools/program.ts";
import { type Sandbox, sandboxed } from "../../tools/sandbox.ts";
import { mustHaveSandbox, pasteable } from "../../tools/shell.ts";
import { BootWatch } from "./boot-watch.ts";
import { ConsoleLogs } from "./console-logs.ts";
import { newNonce } from "./machine.ts";
import { superviseBoot } from "./supervise-boot.ts";

type Params = { platform: ProgramPlatform; qemu: string };
type Inputs = { kernel: Kernel; guest: GuestImage; proof: AcceleratorProof };

const console = "stdout";

export const bootProgram: StepKind<Params, Inputs, BootRecord> = {
  name: "boot-program",
  version: 1,
  nature: "recorded",
  pool: "vm",
  reads: ({ kernel, guest }) => ({ kernel: kernel.image.digest, guest: guest.initramfs.digest }),
  commands: (context, { platform }, { kernel, guest }) => {
    const image = kernel ? context.path(kernel.image) : "<kernel>";
    const initramfs = guest ? context.path(guest.initramfs) : "<guest.cpio.gz>";
    return [pasteable([image, ...words(platform, initramfs, "<nonce>")])];
  },
  async run(context, { platform, qemu }, inputs) {
    const nonce = newNonce();
    const logs = new ConsoleLogs(context, [console]);
    const watch = new BootWatch({ [console]: nonce }, console);
    const argv = await programLine(context, platform, inputs, nonce);
    const startedAt = performance.now();
    const seen = await superviseBoot(
      async (onBytes) => new Program(argv, (chunk) => onBytes(console, chunk)),
      {
        watch,
        clocks: platform.clocks,
        slowdown: 1,
        signal: context.signal,
        onBytes: (name, chunk) => logs.write(name, chunk),
        mustHaveExited: mustNotBeKilled,
      },
    );
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    await logs.close();
    return pass({
      platform: platform.platform,
      accelerator: "none",
      kvmProof: inputs.proof.because,
      qemu,
      console: await logs.keep(console, "console.log"),
      nonce,
      seconds,
      ended: seen.ended,
      clock: watch.clock,
      heard: watch.heard,
      qemuSaid: [],
    });
  },
};

/** Where the sandbox shows the boot's files. */
const folder = "/tmp/boot";

function words({ memoryMiB, cmdline }: ProgramPlatform, initramfs: string, nonce: string) {
  return [`mem=${memoryMiB}M`, `initrd=${initramfs}`, ...cmdline, `tb.nonce=${nonce}`];
}

/** The line that starts it. Throws InfraError where the sandbox does not start: that must not look like a dead guest. */
async function programLine(
  { workDir, path }: Pick<StepContext, "workDir" | "path">,
  platform: ProgramPlatform,
  { kernel, guest }: Inputs,
  nonce: string,
): Promise<string[]> {
  const files = join(workDir, "boot");
  await mkdir(files);
  await copyFile(path(kernel.image), join(files, "linux"));
  await chmod(join(files, "linux"), 0o755);
  await copyFile(path(guest.initramfs), join(files, "initramfs"));
  const box: Sandbox = {
    folders: [{ from: files, to: folder, writable: false }],
    env: {},
    cwd: folder,
  };
  await mustHaveSandbox();
  const line = [`${folder}/linux`, ...words(platform, `${folder}/initramfs`, nonce)];
  return sandboxed(line, box);
}

/** Its exit status proves nothing; a signal from outside is the machine's doing. */
function mustNotBeKilled({ signal }: MachineEnd): void {
  if (signal)
    throw new InfraError(
      `the kernel was killed by ${signal}`,
      "check for memory exhaustion: dmesg | tail",
    );
}
