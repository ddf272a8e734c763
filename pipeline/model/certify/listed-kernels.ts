// The kernels that an installation names, each with the newest certificate that there is of it. Pure.

import type { Certification } from "./certification.ts";

export type ListedKernel = {
  readonly suite: string;
  readonly package: string;
  readonly profile: string;
};

export type KernelRow = ListedKernel & {
  readonly found?: Certification;
  /** Where there is no certificate and cannot be one: its suite has no such package. */
  readonly absent?: string;
};

/** One for each listed kernel, in their order; a certificate in part is none of the profile, nor one with an initramfs. */
export function kernelRows(
  listed: readonly ListedKernel[],
  certificates: readonly Certification[],
): KernelRow[] {
  return listed.map((one) => {
    const own = certificates.filter((found) => isOf(found, one));
    const newest = own.toSorted((a, b) => b.date.localeCompare(a.date))[0];
    return newest ? { ...one, found: newest } : one;
  });
}

function isOf({ product, profile, kernel }: Certification, one: ListedKernel): boolean {
  return (
    kernel.initramfs === undefined &&
    product.asked === `${one.suite}/${one.package}` &&
    profile.name === one.profile &&
    profile.untried.length === 0
  );
}
