// ./twinboot plan

import { command, flag, one } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const plan = command({
  name: "plan",
  group: "work",
  summary: "the pinned heads and the steps of a run; runs nothing",
  about: ["Looks up where the moving heads are now, and prints what `run` would do."],
  operands: shared.namedSeries,
  options: {
    ...shared.filters,
    hypervisor: shared.hypervisor,
    lane: shared.lane,
    json: shared.json,
    output: one(text("FILE", "file"), "write the planned cells too, for `merge --plan FILE`"),
    github: flag("print a job matrix for GitHub Actions: a job for each head and flavour"),
  },
  exclusive: [
    ["platform", "lane"],
    ["hypervisor", "lane"],
    ["json", "github"],
  ],
  examples: [["plan --lane nightly", "what a nightly run does"]],
  run: async () => (await import("../commands/plan.ts")).planCommand,
});
