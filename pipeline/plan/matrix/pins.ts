// The moving things that a run looks at once, before it plans: mirrors, git trees, the accelerator.

import type { AcceleratorProof } from "../../model/described/accelerator.ts";
import type { GuestFilePin } from "../../model/described/guest-file.ts";
import type { HeadPin } from "../../model/described/head.ts";
import { isPackaged, madeBySeries, type SourcePin } from "../../model/described/hypervisor.ts";
import { type Step, step } from "../../model/work/step.ts";
import { listed } from "../../steps/build/build-host-image.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { proveAccelerator } from "../../steps/boot/prove-accelerator.ts";
import { lookAtGuestFile } from "../../steps/source/look-at-guest-file.ts";
import { refreshSuite } from "../../steps/source/refresh-suite.ts";
import { resolveHead } from "../../steps/source/resolve-head.ts";
import { resolveHypervisorCommit } from "../../steps/source/resolve-hypervisor-commit.ts";
import { resolveHypervisorPackage } from "../../steps/source/resolve-hypervisor-package.ts";
import { type PackagePin, resolvePackages } from "../../steps/source/resolve-packages.ts";
import { resolveXtf } from "../../steps/source/resolve-xtf.ts";
import { xtfSource } from "../../model/described/xtf.ts";
import { resolveSource } from "../../steps/source/resolve-source.ts";
import type { Descriptions } from "../../model/described/descriptions.ts";
import {
  neededGuestFiles,
  neededHeads,
  neededHostImages,
  neededHypervisors,
  type Selection,
  takesXtf,
} from "../read/selection.ts";
import { required } from "../required.ts";
import { foreignDebian, foreignPackage } from "./architecture-tools.ts";

export type PinSteps = {
  readonly heads: ReadonlyMap<string, Step<HeadPin>>;
  readonly hypervisors: ReadonlyMap<string, Step<SourcePin>>;
  /** Packages of the images that hosts serve guests from. */
  readonly hostImages: ReadonlyMap<string, Step<readonly PackagePin[]>>;
  /** By their paths. */
  readonly guestFiles: ReadonlyMap<string, Step<GuestFilePin>>;
  /** Where a chosen platform runs the tests of XTF, and its source is named. */
  readonly xtf?: Step<SourcePin>;
  readonly proof: Step<AcceleratorProof>;
};

/** The same, looked at. */
export type Pins = {
  readonly heads: ReadonlyMap<string, HeadPin>;
  readonly hypervisors: ReadonlyMap<string, SourcePin>;
  readonly hostImages: ReadonlyMap<string, readonly PackagePin[]>;
  /** Absent where no chosen platform boots one. */
  readonly guestFiles?: ReadonlyMap<string, GuestFilePin>;
  readonly xtf?: SourcePin;
  readonly proof: AcceleratorProof;
};

/** `machine`: as `uname -m` says of this one. */
export function pinSteps(all: Descriptions, selection: Selection, machine: string): PinSteps {
  const { bootSector, installation } = all;
  const hypervisors = withBases(all, neededHypervisors(all, selection));
  const images = neededHostImages(all, selection);
  return {
    heads: headSteps(all, selection),
    hypervisors: new Map(hypervisors.map((name) => [name, sourceStep(all, name, machine)])),
    hostImages: new Map(images.map((name) => [name, packagesStep(all, name, machine)])),
    guestFiles: new Map(
      neededGuestFiles(all, selection).map((path) => [
        path,
        step(lookAtGuestFile, path, { path }, {}),
      ]),
    ),
    ...xtfStep(all, selection),
    proof: step(proveAccelerator, "kvm", { bootSector, asked: installation.accelerator }, {}),
  };
}

function xtfStep(all: Descriptions, selection: Selection): { xtf?: Step<SourcePin> } {
  const { xtf } = all.installation;
  if (!xtf || !takesXtf(all, selection)) return {};
  return { xtf: step(resolveXtf, "xtf", { source: xtfSource(xtf) }, {}) };
}

/** The heads alone: all that rebasing looks at. */
export function headSteps(
  all: Descriptions,
  selection: Selection,
): ReadonlyMap<string, Step<HeadPin>> {
  return new Map(neededHeads(all, selection).map((name) => [name, headStep(all, name)]));
}

function headStep(all: Descriptions, name: string): Step<HeadPin> {
  const head = all.installation.heads[name];
  if (!head) throw new Error(`the head ${name} was not checked`);
  const inputs = head.kind === "debian" ? { suite: suiteStep(all, head.suite) } : {};
  return step(resolveHead, name, { name, head }, inputs as { suite: Step<string> });
}

/** Those too that a series was written on. */
function withBases({ hypervisorSeries }: Descriptions, names: readonly string[]): string[] {
  const bases = names.flatMap((name) => hypervisorSeries.get(name)?.base ?? []);
  return [...new Set([...names, ...bases])];
}

/** What a series makes of a hypervisor is of the same source. */
function sourceStep(all: Descriptions, asked: string, machine: string): Step<SourcePin> {
  const name = madeBySeries(all.hypervisors.get(asked))?.of ?? asked;
  const hypervisor = all.hypervisors.get(name);
  if (!hypervisor) throw new Error(`the hypervisor ${name} was not checked`);
  if (isPackaged(hypervisor)) {
    const { source } = hypervisor;
    const foreign = foreignPackage(all, source.package, machine);
    const inputs = { suite: suiteStep(all, source.suite, foreign.architecture) };
    return step(resolveHypervisorPackage, name, { hypervisor: name, source, ...foreign }, inputs);
  }
  const { source, reviewed } = hypervisor;
  if ("git" in source) return step(resolveHypervisorCommit, name, { hypervisor: name, source }, {});
  if ("tarball" in source) return constantStep(name, source);
  const params = { hypervisor: name, source, ...(reviewed ? { reviewed } : {}) };
  return step(resolveSource, name, params, { suite: suiteStep(all, source.suite) });
}

function packagesStep(
  all: Descriptions,
  image: string,
  machine: string,
): Step<readonly PackagePin[]> {
  const { suite, arch, sources } = required(all.hostImages.get(image), image);
  const architecture = foreignDebian(required(all.architectures.get(arch), arch), machine);
  const packages = listed(sources["packages"] ?? "");
  const params = { image, packages, ...(architecture ? { architecture } : {}) };
  return step(resolvePackages, image, params, { suite: suiteStep(all, suite, architecture) });
}

/** Source lists are large: only a suite that a hypervisor comes from needs them. */
export function suiteStep(all: Descriptions, suite: string, architecture?: string): Step<string> {
  const sources = [...all.hypervisors.values()].some(
    ({ source }) => "debian" in source && source.suite === suite,
  );
  if (architecture === undefined) return step(refreshSuite, suite, { suite, sources }, {});
  const label = `${suite} ${architecture}`;
  return step(refreshSuite, label, { suite, sources: false, architecture }, {});
}
