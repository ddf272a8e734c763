// ./twinboot build

import { command } from "./command.ts";
import * as shared from "./shared.ts";

export const build = command({
  name: "build",
  group: "work",
  summary: "kernels and hypervisors, without booting any",
  about: ["Prints a line for each kernel: its release, its build-id and the file in the store."],
  operands: shared.namedSeries,
  options: {
    ...shared.filters,
    hypervisor: shared.hypervisor,
    lane: shared.lane,
    dryRun: shared.dryRun,
    ...shared.progress,
  },
  exclusive: [
    ["platform", "lane"],
    ["hypervisor", "lane"],
    ["quiet", "verbose", "dryRun"],
  ],
  examples: [["build yours --head sid", "the kernels of one series on one head"]],
  run: async () => (await import("../commands/build.ts")).buildCommand,
});
