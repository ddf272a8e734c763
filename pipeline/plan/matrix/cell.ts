// One cell of the matrix: boot this kernel on this platform, then judge the record.

import type { AcceleratorProof, Accelerator } from "../model/accelerator.ts";
import type { BootRecord } from "../model/boot-record.ts";
import { UserError } from "../model/errors.ts";
import type { BuiltHypervisor, HypervisorTools } from "../model/hypervisor.ts";
import type { GuestImage, HostImage } from "../model/image.ts";
import type { Toolchain } from "../model/host.ts";
import type { Installation } from "../model/installation.ts";
import { type Known, knownFor } from "../model/known.ts";
import type { PlannedCell, PlannedKernel } from "../model/plan.ts";
import {
  type GuestPlatform,
  isGuest,
  type MachinePlatform,
  type Platform,
} from "../model/platform.ts";
import type { SelftestList } from "../model/selftests.ts";
import { concerns, type Series } from "../model/series.ts";
import { type Step, step } from "../model/step.ts";
import { buildSelftests } from "../steps/build-selftests.ts";
import { boot } from "../steps/boot.ts";
import { bootGuests } from "../steps/boot-guests.ts";
import type { BootInputs } from "../steps/boot-files.ts";
import { bootProgram } from "../steps/boot-program.ts";
import { given } from "../steps/given.ts";
import { guestBoot } from "../steps/guest-boot.ts";
import { judgeBoot } from "../steps/judge-boot.ts";
import { wanted } from "./wanted.ts";

/** What all cells share. */
export type Machinery = {
  /** By architecture. */
  readonly guests: ReadonlyMap<string, Step<GuestImage>>;
  readonly hypervisors: ReadonlyMap<string, Step<BuiltHypervisor>>;
  readonly hypervisorTools: ReadonlyMap<string, Step<HypervisorTools>>;
  readonly hostImages: ReadonlyMap<string, Step<HostImage>>;
  readonly proof: AcceleratorProof;
  /** The source of what measures the TSC. */
  readonly tscSector: string;
  /** SHA-256 of the QEMU binary. */
  readonly qemu: string;
  readonly accelerator: Installation["accelerator"];
  readonly selftests: SelftestList;
  readonly toolchain: Toolchain;
};

/** The host of a guest, the image it serves from, and all guests that it serves in one boot. */
export type Sharing = {
  readonly host: MachinePlatform;
  readonly image: string;
  readonly guests: readonly GuestPlatform[];
};

export type CellGround = {
  readonly kernel: PlannedKernel;
  /** What a guest's host boots; the kernel itself where nothing else is said. */
  readonly hosting: PlannedKernel;
  readonly platform: Platform;
  readonly machinery: Machinery;
  /** Where the platform is a guest. */
  readonly sharing?: Sharing;
  /** What the series promises; absent for the unpatched kernel. */
  readonly promised?: Series;
  readonly base?: PlannedCell;
  /** The unpatched kernel on bare hardware. */
  readonly bare?: readonly PlannedCell[];
  /** What is known of consoles and tests. */
  readonly known: readonly Known[];
  /** The host's own cell with the unpatched kernel, where it is of this plan. */
  readonly host?: PlannedCell;
  /** The platform's baseline with the same kernel. */
  readonly baseline?: PlannedCell;
};

export function cellOf(ground: CellGround): PlannedCell {
  const { kernel, platform, base, bare = [], host, baseline } = ground;
  const { series, head, flavour, built } = kernel;
  const booted = bootedOf(ground);
  const expected = expectedOf(ground);
  const label = labelOf(platform.platform, kernel);
  return {
    series,
    head,
    flavour,
    booted,
    platform: platform.platform,
    kernel: built,
    judged: step(judgeBoot, label, expected, {
      booted,
      kernel: built,
      ...(baseline ? { baseline: baseline.judged } : {}),
    }),
    ...(base ? { baseJudged: base.judged } : {}),
    ...(bare.length
      ? { bareJudged: bare.map(({ platform: name, judged }) => ({ platform: name, judged })) }
      : {}),
    ...(host ? { host: { platform: host.platform, judged: host.judged } } : {}),
  };
}

/** What the boot has to prove: the platform's evidence, and what the series promises there. */
function expectedOf({ kernel, platform, promised, known, baseline }: CellGround) {
  const skips = promised?.skips[platform.platform];
  return {
    evidence: platform.evidence,
    required: { by: platform.platform, probes: platform.probes },
    facts: promised?.expects[platform.platform] ?? {},
    kunit: promised && concerns(promised, platform.arch) ? promised.kunit : [],
    hypervisorSpeaks: platform.entry === "dom0",
    known: knownFor(known, platform.platform, kernel.head),
    ...(baseline ? { baseline: baseline.platform } : {}),
    ...(skips ? { skips } : {}),
  };
}

function labelOf(what: string, { head, series }: PlannedKernel): string {
  return `${what} ${head}${series === "base" ? "" : `+${series}`}`;
}

function bootedOf(ground: CellGround): Step<BootRecord> {
  const { kernel, hosting, platform, machinery, sharing } = ground;
  const { qemu } = machinery;
  const accelerator = chosenAccelerator(machinery);
  const label = labelOf(platform.platform, kernel);
  if (platform.entry === "uml")
    return step(bootProgram, label, { platform, qemu }, commonInputs(ground, platform.arch));
  if (!isGuest(platform))
    return step(
      boot,
      label,
      { platform, qemu, accelerator, ...tscSectorFor(platform, machinery) },
      bootInputs(ground, platform, [platform]),
    );
  const { host, guests, image } = wanted(sharing, platform.host);
  const inputs = {
    ...bootInputs(ground, host, guests),
    kernel: hosting.built,
    image: wanted(machinery.hostImages.get(image), image),
    ...(hosting === kernel ? {} : { guestKernel: kernel.built }),
  };
  const params = { host, guests, qemu, accelerator, ...tscSectorFor(host, machinery) };
  const shared = step(bootGuests, labelOf(host.platform, kernel), params, inputs);
  return step(guestBoot, label, { platform: platform.platform }, { shared });
}

/** Part of what names a boot only where the boot needs it. */
function tscSectorFor(platform: MachinePlatform, { tscSector }: Machinery) {
  return platform.entry === "direct" && platform.tsc === "told" ? { tscSector } : {};
}

type InputSteps = { [K in keyof BootInputs]: Step<NonNullable<BootInputs[K]>> };

function commonInputs({ kernel, machinery }: Subject, arch: string) {
  const guest = wanted(machinery.guests.get(arch), arch);
  return { kernel: kernel.built, guest, proof: given("kvm proof", machinery.proof) };
}

type Subject = Pick<CellGround, "kernel" | "machinery">;

/** `guests`: what the machine boots, or the guests that it serves. */
export function bootInputs(
  ground: Subject,
  platform: MachinePlatform,
  guests: readonly Platform[],
): InputSteps {
  const { kernel, machinery } = ground;
  return {
    ...commonInputs(ground, guests[0]?.arch ?? platform.arch),
    ...(platform.entry === "dom0" ? underXen(machinery, platform.hypervisor) : {}),
    ...(guests.some(({ selftests }) => selftests.length)
      ? { selftests: selftestsOf(kernel, machinery) }
      : {}),
  };
}

type Asked = Extract<MachinePlatform, { entry: "dom0" }>["hypervisor"];

/** The tools only where the platform asks for what they make: a policy, or Xen's own tests. */
function underXen({ hypervisors, hypervisorTools }: Machinery, { name, policy, tests }: Asked) {
  const hypervisor = hypervisors.get(name);
  const tools = policy || tests ? hypervisorTools.get(name) : undefined;
  return {
    ...(hypervisor ? { hypervisor } : {}),
    ...(tools ? { hypervisorTools: tools } : {}),
  };
}

function selftestsOf(kernel: PlannedKernel, { selftests: list, toolchain }: Machinery) {
  const { source } = kernel;
  return step(buildSelftests, labelOf(kernel.flavour, kernel), { list, toolchain }, { source });
}

/** KVM only where it was proved and asked for; never a silent fall-back. */
export function chosenAccelerator({ accelerator: asked, proof }: Machinery): Accelerator {
  if (asked === "auto") return proof.kvm ? "kvm" : "tcg";
  if (asked === "kvm" && !proof.kvm)
    throw new UserError(
      `twinboot.yaml: accelerator: kvm, and no guest boots with it here: ${proof.because}`,
      "set accelerator to auto or tcg",
    );
  return asked;
}
