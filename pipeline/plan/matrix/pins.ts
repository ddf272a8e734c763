// The moving things that a run looks at once, before it plans: mirrors, git trees, the accelerator.

import type { AcceleratorProof } from "../model/accelerator.ts";
import type { HeadPin } from "../model/head.ts";
import type { SourcePin } from "../model/hypervisor.ts";
import { type Step, step } from "../model/step.ts";
import { listed } from "../steps/build-host-image.ts";
import { proveAccelerator } from "../steps/prove-accelerator.ts";
import { refreshSuite } from "../steps/refresh-suite.ts";
import { resolveHead } from "../steps/resolve-head.ts";
import { type PackagePin, resolvePackages } from "../steps/resolve-packages.ts";
import { resolveSource } from "../steps/resolve-source.ts";
import type { Descriptions } from "../model/descriptions.ts";
import { neededHeads, neededHostImages, neededHypervisors, type Selection } from "./selection.ts";
import { wanted } from "./wanted.ts";

export type PinSteps = {
  readonly heads: ReadonlyMap<string, Step<HeadPin>>;
  readonly hypervisors: ReadonlyMap<string, Step<SourcePin>>;
  /** Packages of the images that hosts serve guests from. */
  readonly hostImages: ReadonlyMap<string, Step<readonly PackagePin[]>>;
  readonly proof: Step<AcceleratorProof>;
};

/** The same, looked at. */
export type Pins = {
  readonly heads: ReadonlyMap<string, HeadPin>;
  readonly hypervisors: ReadonlyMap<string, SourcePin>;
  readonly hostImages: ReadonlyMap<string, readonly PackagePin[]>;
  readonly proof: AcceleratorProof;
};

export function pinSteps(all: Descriptions, selection: Selection): PinSteps {
  const hypervisors = neededHypervisors(all, selection);
  const images = neededHostImages(all, selection);
  return {
    heads: headSteps(all, selection),
    hypervisors: new Map(hypervisors.map((name) => [name, sourceStep(all, name)])),
    hostImages: new Map(images.map((name) => [name, packagesStep(all, name)])),
    proof: step(proveAccelerator, "kvm", { bootSector: all.bootSector }, {}),
  };
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

function sourceStep(all: Descriptions, name: string): Step<SourcePin> {
  const hypervisor = all.hypervisors.get(name);
  if (!hypervisor) throw new Error(`the hypervisor ${name} was not checked`);
  const { source, reviewed } = hypervisor;
  const params = { hypervisor: name, source, reviewed };
  return step(resolveSource, name, params, { suite: suiteStep(all, source.suite) });
}

function packagesStep(all: Descriptions, image: string): Step<readonly PackagePin[]> {
  const { suite, sources } = wanted(all.hostImages.get(image), image);
  const packages = listed(sources["packages"] ?? "");
  return step(resolvePackages, image, { image, packages }, { suite: suiteStep(all, suite) });
}

/** Source lists are large: only a suite that a hypervisor comes from needs them. */
function suiteStep(all: Descriptions, suite: string): Step<string> {
  const sources = [...all.hypervisors.values()].some(({ source }) => source.suite === suite);
  return step(refreshSuite, suite, { suite, sources }, {});
}
