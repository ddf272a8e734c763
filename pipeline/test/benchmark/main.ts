// npm run benchmark: the figures that the project promises, measured in one run, as a table. Needs a finished run.
// npm run benchmark -- NAME [N]: one of them alone; `soak`, `busySoak`, `kills` and `heads` are only done so: N boots in a
// row, N kills (200), a history of N commits (100000); so are `queue`, `queueFaults` N, and `fleet`.

import { boots } from "./boots.ts";
import { busySoak } from "./busy-soak.ts";
import { certifications } from "./certifications.ts";
import { changedPatch } from "./changed-patch.ts";
import { coldOverhead } from "./cold-overhead.ts";
import { fleet } from "./fleet.ts";
import { harness } from "./harness.ts";
import { heads } from "./heads.ts";
import { incrementalBuild } from "./incremental-build.ts";
import { kills } from "./kills.ts";
import { help } from "./help.ts";
import { queueFaults } from "./queue-faults.ts";
import { queue } from "./queue.ts";
import { rebases } from "./rebases.ts";
import { remoteStore } from "./remote-store.ts";
import { rendering } from "./rendering.ts";
import { repeatedCounts } from "./repeated-counts.ts";
import type { Row } from "./row.ts";
import { soak } from "./soak.ts";
import { unchanged } from "./unchanged.ts";

const [wanted, times = "200"] = process.argv.slice(2);
const every = {
  coldOverhead,
  unchanged,
  harness,
  boots,
  changedPatch,
  incrementalBuild,
  help,
  rebases,
  repeatedCounts,
  remoteStore,
  rendering,
  certifications,
};
const named: Readonly<Record<string, () => Promise<Row[]>>> = {
  ...every,
  soak: () => soak(Number(times)),
  kills: () => kills(Number(times)),
  heads: () => heads(Number(process.argv[3] ?? 100_000)),
  queue,
  fleet,
  queueFaults: () => queueFaults(Number(times)),
  busySoak: () => busySoak(Number(times)),
};
const one = wanted === undefined ? undefined : named[wanted];
if (wanted !== undefined && !one)
  throw new Error(`there is no benchmark ${wanted}; there are: ${Object.keys(named).join(", ")}`);
const benchmarks = one ? [one] : Object.values(every);

process.stdout.write("| what | goal | figure |\n|---|---|---|\n");
for (const benchmark of benchmarks)
  for (const { what, goal, figure } of await benchmark())
    process.stdout.write(`| ${what} | ${goal} | ${figure} |\n`);
