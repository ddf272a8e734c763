// One cell of the matrix: boot this kernel on this platform, then judge the record.

import type { AcceleratorProof, Accelerator } from "../model/accelerator.ts";
import { UserError } from "../model/errors.ts";
import type { BuiltHypervisor } from "../model/hypervisor.ts";
import type { Dom0Image, GuestImage } from "../model/image.ts";
import type { Installation } from "../model/installation.ts";
import type { PlannedCell, PlannedKernel } from "../model/plan.ts";
import type { Platform } from "../model/platform.ts";
import type { Series } from "../model/series.ts";
import { type Step, step } from "../model/step.ts";
import { boot } from "../steps/boot.ts";
import type { BootInputs } from "../steps/boot-files.ts";
import { given } from "../steps/given.ts";
import { judgeBoot } from "../steps/judge-boot.ts";

/** What all cells share. */
export type Machinery = {
  readonly guest: Step<GuestImage>;
  readonly hypervisors: ReadonlyMap<string, Step<BuiltHypervisor>>;
  readonly dom0?: Step<Dom0Image>;
  readonly proof: AcceleratorProof;
  /** SHA-256 of the QEMU binary. */
  readonly qemu: string;
};

export type CellGround = {
  readonly kernel: PlannedKernel;
  readonly platform: Platform;
  readonly machinery: Machinery;
  readonly accelerator: Installation["accelerator"];
  /** What the series promises; absent for the unpatched kernel. */
  readonly promised?: Series;
  readonly base?: PlannedCell;
};

export function cellOf(ground: CellGround): PlannedCell {
  const { kernel, platform, machinery, promised, base } = ground;
  const { series, head, flavour, built } = kernel;
  const label = `${platform.platform} ${head}${promised ? `+${series}` : ""}`;
  const accelerator = chosenAccelerator(ground.accelerator, machinery.proof);
  const params = { platform, qemu: machinery.qemu, accelerator };
  const booted = step(boot, label, params, bootInputs(ground));
  const expected = {
    evidence: platform.evidence,
    facts: promised?.expects[platform.platform] ?? {},
    kunit: promised?.kunit ?? [],
  };
  const judged = step(judgeBoot, label, expected, { booted, kernel: built });
  const cell = {
    series,
    head,
    flavour,
    platform: platform.platform,
    kernel: built,
    booted,
    judged,
  };
  return base ? { ...cell, baseJudged: base.judged } : cell;
}

type InputSteps = { [K in keyof BootInputs]: Step<NonNullable<BootInputs[K]>> };

function bootInputs({ kernel, platform, machinery }: CellGround): InputSteps {
  const { guest, dom0, proof } = machinery;
  const hypervisor = machinery.hypervisors.get(platform.hypervisor?.name ?? "");
  return {
    kernel: kernel.built,
    guest,
    proof: given("kvm proof", proof),
    ...(platform.entry !== "direct" && hypervisor ? { hypervisor } : {}),
    ...(platform.entry === "domu" && dom0 ? { dom0 } : {}),
  };
}

/** KVM only where it was proved and asked for; never a silent fall-back. */
function chosenAccelerator(
  asked: Installation["accelerator"],
  proof: AcceleratorProof,
): Accelerator {
  if (asked === "auto") return proof.kvm ? "kvm" : "tcg";
  if (asked === "kvm" && !proof.kvm)
    throw new UserError(
      `twinboot.yaml: accelerator: kvm, and no guest boots with it here: ${proof.because}`,
      "set accelerator to auto or tcg",
    );
  return asked;
}
