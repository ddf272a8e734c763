// ./twinboot bench

import { command, flag } from "./command.ts";
import * as shared from "./shared.ts";

export const bench = command({
  name: "bench",
  group: "work",
  summary: "what the kernels cost, counted in instructions",
  about: [
    "Boots the unpatched kernel and the kernel of each series twice under QEMU's icount and compares the counts. It first says which kernels it will build and why.",
    "Without --platform it counts on the platforms that twinboot.yaml names under bench.",
  ],
  operands: shared.namedSeries,
  options: {
    ...shared.filters,
    ledger: flag("count after each patch of a series, too"),
    where: flag("show the boot by phase, and the functions that account for a difference"),
    fresh: shared.fresh,
    jobs: shared.jobs,
    dryRun: shared.dryRun,
    json: flag("print run.json and nothing else"),
    ...shared.progress,
  },
  exclusive: [
    ["json", "quiet", "verbose", "dryRun"],
    ["fresh", "dryRun"],
    ["jobs", "dryRun"],
  ],
  examples: [
    ["bench yours", "the cost of one series on the usual platforms"],
    ["bench yours --ledger --where", "which patch costs what, and in which functions"],
  ],
  run: async () => (await import("../commands/bench.ts")).benchCommand,
});
