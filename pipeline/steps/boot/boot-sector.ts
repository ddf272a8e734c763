// A machine that boots one sector of ours: it prints, and QEMU ends by its own word.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Accelerator } from "../../model/described/accelerator.ts";
import type { MachineEnd } from "../../model/boot/machine.ts";
import { closedMachine, VirtualMachine } from "../../tools/qemu.ts";
import { mustRun } from "../../tools/shell.ts";
import { qemuBinary } from "./machine.ts";

const patienceMs = 10_000;
/** QEMU's exit code for the sector's last word, 0x10 (isa-debug-exit: 2 * value + 1). */
const goodExit = 33;

export type SectorRun = {
  /** It came to its own end. */
  readonly good: boolean;
  /** Absent where it was still there after ten seconds. */
  readonly end?: MachineEnd;
  readonly printed: string;
  /** What QEMU itself said, a line each. */
  readonly said: readonly string[];
};

/** `source`: of images/accelerator/, assembled in the work folder. */
export async function runBootSector(
  workDir: string,
  source: string,
  { accelerator, cpu }: { accelerator: Accelerator; cpu: string },
): Promise<SectorRun> {
  const image = await assembled(workDir, source);
  // prettier-ignore
  const args = [
    ...closedMachine, "-machine", "pc", "-accel", accelerator, "-cpu", cpu, "-m", "16",
    "-drive", `file=${image},if=floppy,format=raw`, "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
  ];
  let printed = "";
  const spec = { binary: await qemuBinary("qemu-system-x86_64"), args, consoles: ["com1"] };
  const machine = await VirtualMachine.start(spec, (_, chunk) => {
    printed += chunk.toString("latin1");
  });
  const stopWaiting = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: stopWaiting.signal }).catch(() => undefined);
  const end = (await Promise.race([machine.ended, late])) ?? undefined;
  stopWaiting.abort();
  machine.kill();
  const good = end?.exitCode === goodExit;
  return { good, ...(end ? { end } : {}), printed, said: machine.said };
}

async function assembled(workDir: string, source: string): Promise<string> {
  const file = join(workDir, "sector.S");
  const image = join(workDir, "sector.img");
  await writeFile(file, source);
  // prettier-ignore
  await mustRun(["gcc", "-m32", "-nostdlib", "-static", "-Wl,--oformat=binary,-Ttext=0x7c00,--build-id=none",
    "-o", image, file]);
  return image;
}
