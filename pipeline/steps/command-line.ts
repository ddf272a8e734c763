// The kernel's command line on a platform: its own words, then what the guest's PID 1 is told.

import type { Platform } from "../model/platform.ts";

export function commandLineOf({ cmdline, selftests }: Platform, nonce: string): string {
  // A comma would split a multiboot module's line.
  const asked = selftests.length ? [`tb.selftests=${selftests.join(":")}`] : [];
  return [...cmdline, ...asked, `tb.nonce=${nonce}`].join(" ");
}
