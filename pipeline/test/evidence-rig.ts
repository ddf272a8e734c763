// A run as evidence for a posting: what passes, what fails, what was skipped, what it cost.

import type { Evidence } from "../dossier/evidence.ts";
import type { RunRecord } from "../model/record/run-record.ts";
import { exactMetrics } from "./metrics-fixture.ts";
import { runFixture } from "./run-fixture.ts";

const [series, head] = ["hypervisor-sysfs", "sid"];

/** The fixture's night: of four platforms Xen's dom0 panics. */
export function evidenceFixture(change: Partial<RunRecord> = {}): Evidence {
  const boots = runFixture(change);
  const counts = runFixture({ run: 13, cells: [], metrics: exactMetrics() });
  return { series, head, boots, counts, platforms: ["bare-q35", "hyperv", "acrn"], checks: [] };
}

/** Of the series on its head; each changed as the name says. */
export function cellsWith(change: (platform: string) => Partial<RunRecord["cells"][number]>) {
  return runFixture().cells.map((cell) =>
    cell.series === series && cell.head === head
      ? Object.assign({}, cell, change(cell.platform))
      : cell,
  );
}
