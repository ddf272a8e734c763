// The step that looks at a suite for a kernel's package: `linux-image-amd64`, or `linux-image-686-pae:i386` of another architecture.

import type { Descriptions } from "../../model/described/descriptions.ts";
import { type Step, step } from "../../model/work/step.ts";
import {
  type KernelPackagePin,
  resolveKernelPackage,
} from "../../steps/certify/resolve-kernel-package.ts";
import { suiteStep } from "../matrix/pins.ts";

/** `package` as dpkg writes it, with `:` before an architecture that is not this machine's. */
export function kernelInSuite(
  all: Descriptions,
  { suite, package: asked }: { readonly suite: string; readonly package: string },
): Step<KernelPackagePin> {
  const [name = "", architecture] = asked.split(":");
  const own = architecture === undefined ? {} : { architecture };
  const inputs = { suite: suiteStep(all, suite, architecture) };
  return step(resolveKernelPackage, `${asked} of ${suite}`, { package: name, ...own }, inputs);
}
