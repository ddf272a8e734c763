// ./twinboot check

import { command, flag, many, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { flavourName, headName, seriesName, text } from "./value.ts";

export const check = command({
  name: "check",
  group: "series",
  summary: "the readiness checklist: what upstream demands of a posting",
  about: [
    "For each line it names the document that demands it and what was found. Checks that cannot be automated are listed for manual review and never count as passed.",
    "Exit status: 1 if a line failed, 3 if one could not be looked at: what it rests on was not made.",
  ],
  operands: { series: required(one(seriesName, "series to check")) },
  options: {
    head: one(headName, "head to check on (default: the one that the series was written on)"),
    flavour: one(flavourName, "kernel configuration to build"),
    platform: many(shared.filters.platform.value, "platforms to boot on"),
    only: many(text("LINE"), "lines of the checklist to check"),
    quick: flag("build no kernel with debug options, try fewer random configurations"),
    attempts: shared.attempts,
    fresh: shared.fresh,
    jobs: shared.jobs,
    dryRun: shared.dryRun,
    json: shared.json,
    ...shared.progress,
  },
  exclusive: [
    ["json", "quiet", "verbose", "dryRun"],
    ["fresh", "dryRun"],
    ["jobs", "dryRun"],
    ["attempts", "dryRun"],
  ],
  examples: [
    ["check yours", "the whole list"],
    ["check yours --only checkpatch,sparse", "two lines of it"],
  ],
  run: async () => (await import("../commands/check.ts")).checkCommand,
});
