// Whether KVM works here: proved by a guest that booted with it, in every run. A device that opens proves nothing.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AcceleratorProof } from "../model/accelerator.ts";
import { InfraError } from "../model/errors.ts";
import { pass } from "../model/outcome.ts";
import type { NoInputs, StepKind } from "../model/step.ts";
import { whereIs } from "../tools/host.ts";
import type { MachineEnd } from "../model/machine.ts";
import { closedMachine, VirtualMachine } from "../tools/qemu.ts";
import { mustRun } from "../tools/shell.ts";

const device = "/dev/kvm";
const patienceMs = 10_000;
/** What images/accelerator/boot.S prints, and QEMU's exit code for its 0x10 (isa-debug-exit: 2 * value + 1). */
const message = "accelerator works";
const goodExit = 33;

export const proveAccelerator: StepKind<{ bootSector: string }, NoInputs, AcceleratorProof> = {
  name: "prove-accelerator",
  version: 1,
  nature: "observation",
  lane: "io",
  async run({ workDir }, { bootSector }) {
    if (!existsSync(device)) return pass({ kvm: false, because: `there is no ${device}` });
    return pass(await attempt(await built(workDir, bootSector)));
  },
};

async function built(workDir: string, bootSector: string): Promise<string> {
  const source = join(workDir, "boot.S");
  const image = join(workDir, "boot.img");
  await writeFile(source, bootSector);
  // prettier-ignore
  await mustRun(["gcc", "-m32", "-nostdlib", "-static", "-Wl,--oformat=binary,-Ttext=0x7c00,--build-id=none",
    "-o", image, source]);
  return image;
}

async function attempt(image: string): Promise<AcceleratorProof> {
  const binary = await whereIs("qemu-system-x86_64");
  if (!binary)
    throw new InfraError(
      "qemu-system-x86_64 is not on this machine",
      "apt-get install qemu-system-x86",
    );
  let printed = "";
  // prettier-ignore
  const args = [
    ...closedMachine, "-machine", "pc", "-accel", "kvm", "-cpu", "host", "-m", "16",
    "-drive", `file=${image},if=floppy,format=raw`, "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
  ];
  const machine = await VirtualMachine.start({ binary, args, consoles: ["com1"] }, (_, chunk) => {
    printed += chunk.toString("latin1");
  });
  const stopWaiting = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: stopWaiting.signal }).catch(() => undefined);
  const end = await Promise.race([machine.ended, late]);
  stopWaiting.abort();
  machine.kill();
  return verdictOf(end ?? undefined, printed, machine.said);
}

function verdictOf(
  end: MachineEnd | undefined,
  printed: string,
  said: readonly string[],
): AcceleratorProof {
  if (end?.exitCode === goodExit && printed.includes(message))
    return { kvm: true, because: "a guest booted with KVM, used its FPU and said so" };
  const words = said.at(0) ?? "it said nothing";
  if (!end) return { kvm: false, because: `the guest hung under KVM; QEMU: ${words}` };
  const how = end.signal ?? `exit code ${end.exitCode}`;
  return { kvm: false, because: `${device} opens, but the guest died (${how}); QEMU: ${words}` };
}
