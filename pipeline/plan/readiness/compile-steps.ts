// The steps that compile the objects of touched files, with one configuration or another.

import type { KernelArchitecture } from "../../model/described/architecture.ts";
import type { Checkers } from "../../model/described/checkers.ts";
import type { Compiled, TouchedObject } from "../../model/described/compiled.ts";
import type { Digest } from "../../model/digest.ts";
import type { HostFacts } from "../../model/described/host.ts";
import type { KernelConfig } from "../../model/described/kernel.ts";
import type { PlannedKernel } from "../../model/work/plan.ts";
import { step, type Step } from "../../model/work/step.ts";
import type { PostedSeries } from "../../rules/posted-series.ts";
import { compileObjects } from "../../steps/check/compile-objects.ts";
import { touchedObjects } from "../../steps/source/touched-objects.ts";
import { toolsFor } from "../matrix/architecture-tools.ts";
import type { OtherArchitecture, Pair } from "./other-architectures.ts";

export type ObjectRequest = Pair & {
  readonly posted: PostedSeries;
  /** Its patchesDigest: random configurations are drawn by it. */
  readonly digest: Digest;
  readonly arch: KernelArchitecture;
  readonly others: readonly OtherArchitecture[];
  readonly host: HostFacts;
  readonly checkers: Checkers;
  /** Fewer samples. */
  readonly quick: boolean;
};

export class CompileSteps {
  readonly #of: ObjectRequest;
  readonly #files: readonly string[];

  constructor(of: ObjectRequest, files: readonly string[]) {
    this.#of = of;
    this.#files = files;
  }

  touched({ source, head, series }: PlannedKernel): Step<readonly TouchedObject[]> {
    return step(touchedObjects, `${head} ${series}`, { files: this.#files }, { source });
  }

  inputs(kernel: PlannedKernel) {
    const { source } = kernel;
    const { base } = this.#ofFlavour(kernel);
    const headConfig = configOf(base);
    const touched = this.touched(kernel);
    return { source, config: configOf(kernel), head: base.source, headConfig, touched };
  }

  params(kernel: PlannedKernel, more: readonly string[] = []) {
    const { arch } = this.#ofFlavour(kernel);
    const { toolchain } = toolsFor(this.#of.host, arch.architecture);
    const folder = `objects-${kernel.flavour}`;
    return { folder, arch, tools: [toolchain.compiler, toolchain.linker, ...more] };
  }

  #ofFlavour({ flavour }: PlannedKernel): Pair & { readonly arch: KernelArchitecture } {
    const kernels = this.#of.others.flatMap((other) => other.kernels ?? []);
    return kernels.find(({ patched }) => patched.flavour === flavour) ?? this.#of;
  }

  /** With the configuration of the kernel, where none is given. */
  step(
    kernel: PlannedKernel,
    make: readonly string[],
    more: { tools?: readonly string[]; config?: Step<KernelConfig>; folder?: string } = {},
  ): Step<Compiled> {
    const params = { ...this.params(kernel, more.tools), make };
    const { config, folder } = more;
    return step(
      compileObjects,
      `${folder ?? kernel.flavour} ${make.join(" ")} ${kernel.head} ${kernel.series}`,
      { ...params, ...(folder ? { folder: `objects-${folder}` } : {}) },
      { ...this.inputs(kernel), ...(config ? { config } : {}) },
    );
  }
}

function configOf({ built }: PlannedKernel): Step<KernelConfig> {
  return built.inputs["config"] as Step<KernelConfig>;
}
