// The kernel's version out of its top Makefile.

/** `7.2.13`, `7.3.0-rc1`: VERSION, PATCHLEVEL, SUBLEVEL and EXTRAVERSION as the tree's Makefile joins them. */
export function kernelRelease(makefile: string): string {
  const field = (name: string): string =>
    new RegExp(`^${name} =[ \\t]*(\\S*)`, "m").exec(makefile)?.[1] ?? "";
  const numbers = ["VERSION", "PATCHLEVEL", "SUBLEVEL"].map(field).filter(Boolean);
  return numbers.join(".") + field("EXTRAVERSION");
}
