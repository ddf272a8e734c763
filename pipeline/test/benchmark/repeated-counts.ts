// The counts of one kernel, taken over and over with more boots at once than there are CPUs; and how long a table takes.

import { twinboot } from "../vm/cli-rig.ts";
import { runRecordSchema } from "../../model/record/run-record.ts";
import type { Row } from "./row.ts";

/** Two boots each. */
const times = 10;

const one = [
  "bench",
  "--fresh",
  "--platform",
  "bare-q35",
  "--flavour",
  "guest",
  "--jobs",
  "4",
  "--json",
];
const table = [
  "bench",
  "--fresh",
  "--platform",
  "bare-q35,xen-pv-dom0,xen-pv-domu",
  "--flavour",
  "guest",
  "--json",
];

export async function repeatedCounts(): Promise<Row[]> {
  const seen = new Set<string>();
  for (let n = 0; n < times; n += 1) {
    const { metrics = [] } = runRecordSchema.parse(JSON.parse((await twinboot(one)).stdout));
    seen.add(JSON.stringify(metrics.map(({ id, values }) => [id, values])));
  }
  const { seconds } = await twinboot(table);
  return [
    {
      what: `counts of ${2 * times} boots on bare-q35, four at once`,
      goal: "all equal",
      figure: seen.size === 1 ? "all equal" : `${seen.size} different ones`,
    },
    {
      what: "one table: base and series on bare-q35, xen-pv-dom0, xen-pv-domu, everything twice",
      goal: "at most 6 min",
      figure: `${(seconds / 60).toFixed(1)} min`,
    },
  ];
}
