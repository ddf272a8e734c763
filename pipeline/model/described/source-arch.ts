// Where the sources of an architecture are in a kernel's tree.

/** SRCARCH of the kernel's Makefile: the folder below arch/. `arch`: ARCH of make. */
export function sourceArch(arch: string): string {
  return /^(?:i386|x86_64)$/.test(arch) ? "x86" : arch;
}
