// The version of a kernel, or of Xen, out of its Makefile.

/** `7.2.13`, `7.3.0-rc1`: VERSION, PATCHLEVEL, SUBLEVEL and EXTRAVERSION as the tree's Makefile joins them. */
export function kernelRelease(makefile: string): string {
  const field = (name: string): string =>
    new RegExp(`^${name} =[ \\t]*(\\S*)`, "m").exec(makefile)?.[1] ?? "";
  const numbers = ["VERSION", "PATCHLEVEL", "SUBLEVEL"].map(field).filter(Boolean);
  return numbers.join(".") + field("EXTRAVERSION");
}

/** `4.20.1`, `4.23-unstable`: as xen/Makefile joins them. */
export function xenRelease(makefile: string): string {
  const field = (name: string): string =>
    new RegExp(`^export XEN_${name}\\s*\\??=[ \\t]*([^\\s$]*)`, "m").exec(makefile)?.[1] ?? "";
  return `${field("VERSION")}.${field("SUBVERSION")}${field("EXTRAVERSION")}`;
}
