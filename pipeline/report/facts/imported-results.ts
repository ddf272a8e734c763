// Results that somebody else brought: who, when, where, and those that are of another kernel.

import type { RunRecord } from "../../model/record/run-record.ts";

/** `esxi-8: by A. Owner, 2026-11-20, on ...; not for this kernel`. */
export function importLines({ imports = [] }: RunRecord): string[] {
  return imports.map(({ platform, by, when, where, used, kernel }) => {
    const whose = used
      ? "of a kernel of this run"
      : `not for this kernel: it is of ${kernel.slice(0, 12)}`;
    return `${platform}: imported, not booted here; by ${by}, ${when}, on ${where}; ${whose}`;
  });
}
