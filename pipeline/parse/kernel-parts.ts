// The packages that a Debian kernel's files lie in: one in bookworm and trixie, four in sid with Linux 7.2.

import type { Stanza } from "./apt.ts";

const prefix = "linux-image-";

/** Names, of the kernel's own package first; then of those of its release that it needs in just its version. */
export function kernelParts(kernel: Stanza): string[] {
  const [name = "", version = ""] = ["Package", "Version"].map((key) => kernel.get(key));
  const release = name.slice(prefix.length);
  const needed = (kernel.get("Depends") ?? "").split(",").flatMap((one) => {
    const [, other = "", exact] = /^\s*(\S+) \(= (\S+)\)\s*$/.exec(one) ?? [];
    return exact === version && other.endsWith(`-${release}`) ? [other] : [];
  });
  return name.startsWith(prefix) ? [name, ...needed] : [name];
}
