// Whether KVM works here: proved by a guest that booted with it, in every run that may use it. A device that opens proves
// nothing.

import { existsSync } from "node:fs";
import { machine } from "node:os";
import type { AcceleratorProof } from "../../model/described/accelerator.ts";
import { pass } from "../../model/judge/outcome.ts";
import type { NoInputs, StepKind } from "../../model/work/step.ts";
import { runBootSector, type SectorRun } from "./boot-sector.ts";

/** The boot sector is a program of a PC. */
const sectorsMachine = "x86_64";
const device = "/dev/kvm";
/** What images/accelerator/boot.S prints. */
const message = "accelerator works";

type Params = { bootSector: string; asked: "auto" | "kvm" | "tcg" };

export const proveAccelerator: StepKind<Params, NoInputs, AcceleratorProof> = {
  name: "prove-accelerator",
  version: 1,
  nature: "observation",
  pool: "io",
  async run({ workDir }, { bootSector, asked }) {
    if (asked === "tcg") return pass({ kvm: false, because: "twinboot.yaml asks for TCG" });
    if (machine() !== sectorsMachine)
      return pass({ kvm: false, because: `KVM is used on ${sectorsMachine} alone` });
    if (!existsSync(device)) return pass({ kvm: false, because: `there is no ${device}` });
    return pass(
      verdictOf(await runBootSector(workDir, bootSector, { accelerator: "kvm", cpu: "host" })),
    );
  },
};

function verdictOf({ good, end, printed, said }: SectorRun): AcceleratorProof {
  if (good && printed.includes(message))
    return { kvm: true, because: "a guest booted with KVM, used its FPU and said so" };
  const words = said.at(0) ?? "it said nothing";
  if (!end) return { kvm: false, because: `the guest hung under KVM; QEMU: ${words}` };
  const how = end.signal ?? `exit code ${end.exitCode}`;
  return { kvm: false, because: `${device} opens, but the guest died (${how}); QEMU: ${words}` };
}
