// ./twinboot merge

import { command, many, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const merge = command({
  name: "merge",
  group: "results",
  summary: "parts of a run that several machines packed, as one run",
  about: [
    "Every verdict is derived again from what the parts bring; a planned cell that no part has is named.",
    "Exit status: as the whole run would have it; 3 where a planned cell is missing.",
  ],
  operands: { dirs: required(many(text("DIR", "folder"), "folders that `pack` wrote")) },
  options: {
    plan: required(
      one(text("FILE", "file"), "what `plan --output FILE` wrote, to hold the parts against"),
    ),
    history: one(text("FOLDER", "folder"), "N.json of the nights before, published elsewhere"),
    json: shared.json,
  },
  examples: [["merge --plan plan.json parts/*", "the jobs of a nightly workflow as one run"]],
  run: async () => (await import("../commands/merge.ts")).mergeCommand,
});
