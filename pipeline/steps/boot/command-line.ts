// The kernel's command line on a platform: its own words, then what the guest's PID 1 is told.

import type { Platform } from "../../model/described/platform.ts";

export function commandLineOf(platform: Platform, nonce: string): string {
  const { cmdline, selftests } = platform;
  const own = platform.entry === "dom0" && platform.hypervisor.tests;
  const collections = [...selftests, ...(own ? [platform.hypervisor.name] : [])];
  // A comma would split a multiboot module's line.
  const asked = collections.length ? [`tb.selftests=${collections.join(":")}`] : [];
  return [...cmdline, ...asked, `tb.nonce=${nonce}`].join(" ");
}
