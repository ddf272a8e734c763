// One cell of the matrix: boot this kernel on this platform, then judge the record.

import type { AcceleratorProof, Accelerator } from "../../model/described/accelerator.ts";
import type { BootRecord } from "../../model/boot/boot-record.ts";
import { UserError } from "../../model/errors.ts";
import type { BuiltHypervisor, HypervisorTools } from "../../model/described/hypervisor.ts";
import type { GuestFile } from "../../model/described/guest-file.ts";
import type { GuestImage, HostImage } from "../../model/described/image.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import type { HostFacts } from "../../model/described/host.ts";
import type { Installation } from "../../model/described/installation.ts";
import { type Known, knownFor } from "../../model/described/known.ts";
import type { BootableKernel, PlannedCell } from "../../model/work/plan.ts";
import {
  deviceTreeDomain,
  guestFileOf,
  type GuestPlatform,
  isForeign,
  isGuest,
  type MachinePlatform,
  type Platform,
  runsXtf,
} from "../../model/described/platform.ts";
import type { BuiltXtf } from "../../model/described/xtf.ts";
import type { SelftestList } from "../../model/described/selftests.ts";
import { concerns, type Series } from "../../model/described/series.ts";
import { type Step, step } from "../../model/work/step.ts";
import { buildSelftests } from "../../steps/build/build-selftests.ts";
import { boot } from "../../steps/boot/boot.ts";
import { bootGuests } from "../../steps/boot/boot-guests.ts";
import type { BootInputs } from "../../steps/boot/boot-files.ts";
import { bootProgram } from "../../steps/boot/boot-program.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { guestBoot } from "../../steps/boot/guest-boot.ts";
import { judgeBoot } from "../../steps/boot/judge-boot.ts";
import { required } from "../required.ts";
import { emulatorFor, programsFor } from "./architecture-tools.ts";

/** What all cells share. */
export type Machinery = {
  /** By architecture. */
  readonly guests: ReadonlyMap<string, Step<GuestImage>>;
  readonly hypervisors: ReadonlyMap<string, Step<BuiltHypervisor>>;
  readonly hypervisorTools: ReadonlyMap<string, Step<HypervisorTools>>;
  readonly hostImages: ReadonlyMap<string, Step<HostImage>>;
  /** By their paths. */
  readonly guestFiles: ReadonlyMap<string, Step<GuestFile>>;
  readonly xtf?: Step<BuiltXtf>;
  readonly proof: AcceleratorProof;
  /** The source of what measures the TSC. */
  readonly tscSector: string;
  readonly host: HostFacts;
  readonly architectures: Descriptions["architectures"];
  readonly accelerator: Installation["accelerator"];
  readonly selftests: SelftestList;
};

/** The host of a guest, the image it serves from, and all guests that it serves in one boot. */
export type Sharing = {
  readonly host: MachinePlatform;
  readonly image: string;
  readonly guests: readonly GuestPlatform[];
};

export type CellRequest = {
  readonly kernel: BootableKernel;
  /** What a guest's host boots; the kernel itself where nothing else is said. */
  readonly hosting: BootableKernel;
  readonly platform: Platform;
  readonly machinery: Machinery;
  /** Where the platform is a guest. */
  readonly sharing?: Sharing;
  /** What the series promises; absent for the unpatched kernel. */
  readonly promised?: Series;
  readonly base?: PlannedCell;
  /** The unpatched kernel on bare hardware. */
  readonly bare?: readonly PlannedCell[];
  /** Of the hypervisor's own, where one made what the platform runs under. */
  readonly hypervisorSeries?: string;
  /** The unpatched kernel on the platform that this one is a copy of. */
  readonly elsewhere?: PlannedCell;
  /** What is known of consoles and tests. */
  readonly known: readonly Known[];
  /** The host's own cell with the unpatched kernel, where it is of this plan. */
  readonly host?: PlannedCell;
  /** The platform's baseline with the same kernel. */
  readonly baseline?: PlannedCell;
};

export function cellOf(request: CellRequest): PlannedCell {
  const { kernel, platform, base, bare = [], host, elsewhere, baseline } = request;
  const { hypervisorSeries } = request;
  const { series, head, flavour, built } = kernel;
  const booted = bootedOf(request);
  const expected = expectedOf(request);
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
    ...(hypervisorSeries === undefined ? {} : { hypervisorSeries }),
    ...(elsewhere ? { elsewhere: { platform: elsewhere.platform, judged: elsewhere.judged } } : {}),
  };
}

type Proving = Pick<CellRequest, "platform" | "promised" | "known" | "baseline"> & {
  readonly kernel: Pick<BootableKernel, "head">;
};

/** What the boot has to prove: the platform's evidence, and what the series promises there. */
export function expectedOf({ kernel, platform, promised, known, baseline }: Proving) {
  const skips = promised?.skips[platform.platform];
  return {
    evidence: platform.evidence,
    required: { by: platform.platform, probes: platform.probes },
    facts: promised?.expects[platform.platform] ?? {},
    kunit: promised && concerns(promised, platform.arch) ? promised.kunit : [],
    hypervisorSpeaks: platform.entry === "dom0",
    ...(isForeign(platform) ? { foreign: true as const } : {}),
    ...(runsXtf(platform) ? { ktap: true as const } : {}),
    ...(deviceTreeDomain(platform) ? { outlived: true as const } : {}),
    known: knownFor(known, platform.platform, kernel.head),
    ...(baseline ? { baseline: baseline.platform } : {}),
    ...(skips ? { skips } : {}),
  };
}

function labelOf(what: string, { head, series }: BootableKernel): string {
  return `${what} ${head}${series === "base" ? "" : `+${series}`}`;
}

function bootedOf(request: CellRequest): Step<BootRecord> {
  const { kernel, hosting, platform, machinery, sharing } = request;
  const label = labelOf(platform.platform, kernel);
  if (platform.entry === "uml") {
    const { digest: qemu } = machinery.host.qemu;
    return step(bootProgram, label, { platform, qemu }, commonInputs(request, platform.arch));
  }
  const by = {
    ...emulatorFor(machinery, machinery.host, platform.arch),
    accelerator: chosenAccelerator(machinery, platform.arch),
  };
  if (!isGuest(platform))
    return step(
      boot,
      label,
      { platform, ...by, ...tscSectorFor(platform, machinery) },
      bootInputs(request, platform, [platform]),
    );
  const { host, guests, image } = required(sharing, platform.host);
  const inputs = {
    ...bootInputs(request, host, guests),
    kernel: hosting.built,
    image: required(machinery.hostImages.get(image), image),
    ...(hosting === kernel ? {} : { guestKernel: kernel.built }),
    ...(machinery.xtf && guests.some(runsXtf) ? { xtf: machinery.xtf } : {}),
    ...guestFileFor(platform, machinery),
  };
  const params = { host, guests, ...by, ...tscSectorFor(host, machinery) };
  const shared = step(bootGuests, labelOf(host.platform, kernel), params, inputs);
  return step(guestBoot, label, { platform: platform.platform }, { shared });
}

function guestFileFor(
  platform: Platform,
  { guestFiles }: Machinery,
): { guestFile?: Step<GuestFile> } {
  const path = guestFileOf(platform);
  return path === undefined ? {} : { guestFile: required(guestFiles.get(path), path) };
}

/** Part of what names a boot only where the boot needs it. */
function tscSectorFor(platform: MachinePlatform, { tscSector }: Machinery) {
  return platform.entry === "direct" && platform.tsc === "told" ? { tscSector } : {};
}

type InputSteps = { [K in keyof BootInputs]: Step<NonNullable<BootInputs[K]>> };

function commonInputs({ kernel, machinery }: Subject, arch: string) {
  const guest = required(machinery.guests.get(arch), arch);
  return { kernel: kernel.built, guest, proof: constantStep("kvm proof", machinery.proof) };
}

type Subject = Pick<CellRequest, "kernel" | "machinery">;

/** `guests`: what the machine boots, or the guests that it serves. */
export function bootInputs(
  request: Subject,
  platform: MachinePlatform,
  guests: readonly Platform[],
): InputSteps {
  const { kernel, machinery } = request;
  return {
    ...commonInputs(request, guests[0]?.arch ?? platform.arch),
    ...(platform.entry === "dom0" ? underXen(machinery, platform.hypervisor) : {}),
    ...(guests.some(({ selftests }) => selftests.length)
      ? { selftests: selftestsOf(kernel, machinery, platform.arch) }
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

function selftestsOf(kernel: BootableKernel, machinery: Machinery, arch: string) {
  const source = required(kernel.source, `the source of ${kernel.head}`);
  const params = { list: machinery.selftests, ...programsFor(machinery, machinery.host, arch) };
  return step(buildSelftests, labelOf(kernel.flavour, kernel), params, { source });
}

/** KVM only where it was proved and asked for; never a silent fall-back. It runs this machine's own architecture alone. */
export function chosenAccelerator(
  { accelerator: asked, proof, architectures, host }: Machinery,
  arch: string,
): Accelerator {
  if (required(architectures.get(arch), arch).machine !== host.machine) return "tcg";
  if (asked === "auto") return proof.kvm ? "kvm" : "tcg";
  if (asked === "kvm" && !proof.kvm)
    throw new UserError(
      `twinboot.yaml: accelerator: kvm, but no guest boots with KVM here: ${proof.because}`,
      "set accelerator to auto or tcg",
    );
  return asked;
}
