// How fast the TSC of a machine runs here, for a kernel that cannot find out on a busy host.

import type { Accelerator } from "../../model/described/accelerator.ts";
import type { MachinePlatform } from "../../model/described/platform.ts";
import { tscKhzOf } from "../../parse/console/tsc-readings.ts";
import { runBootSector } from "./boot-sector.ts";

/**
 * The platform with its TSC's rate on the command line, where it asks for that. QEMU shows its host's own TSC, so the rate
 * is this machine's, and is measured by QEMU itself. Where that comes to nothing the kernel is told nothing.
 */
export async function toldItsTsc(
  workDir: string,
  platform: MachinePlatform,
  { accelerator, tscSector }: { accelerator: Accelerator; tscSector?: string | undefined },
): Promise<MachinePlatform> {
  if (tscSector === undefined) return platform;
  const cpu = accelerator === "kvm" ? "host" : "max";
  const { good, printed } = await runBootSector(workDir, tscSector, { accelerator, cpu });
  const khz = good ? tscKhzOf(printed) : undefined;
  if (khz === undefined) return platform;
  return { ...platform, cmdline: [...platform.cmdline, `tsc_early_khz=${khz}`] };
}
