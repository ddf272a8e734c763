// ./twinboot run

import { command, flag } from "./command.ts";
import * as shared from "./shared.ts";

export const run = command({
  name: "run",
  group: "work",
  summary: "rebase, build, boot, judge and report: the main job",
  about: [
    "Takes every series onto the default heads, builds the kernels and the hypervisor, boots each kernel on every platform of the lane, and judges each boot. Anything already in the store is reused.",
    "Writes reports/latest/. Exit status: 0 if every cell passed, 1 if there are findings, 3 if the machine failed.",
  ],
  operands: shared.namedSeries,
  options: {
    ...shared.filters,
    hypervisor: shared.hypervisor,
    lane: shared.lane,
    fresh: shared.fresh,
    jobs: shared.jobs,
    attempts: shared.attempts,
    queue: shared.queue,
    dryRun: shared.dryRun,
    json: flag("print run.json and nothing else"),
    ...shared.progress,
  },
  exclusive: [
    ["platform", "lane"],
    ["hypervisor", "lane"],
    ["json", "quiet", "verbose", "dryRun"],
    ["fresh", "dryRun"],
    ["jobs", "dryRun"],
    ["attempts", "dryRun"],
    ["queue", "dryRun"],
  ],
  examples: [
    ["run", "all series on the default heads and platforms"],
    ["run yours --head all --platform bare-q35", "one series on every head, on one platform"],
    ["run --lane nightly --fresh", "what the nightly workflow does"],
    ["run --queue redis://queue.example.org", "builds and boots are done by workers"],
  ],
  run: async () => (await import("../commands/run.ts")).runCommand,
});
