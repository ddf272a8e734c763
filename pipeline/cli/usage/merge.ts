// ./twinboot merge

import { command, many, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const merge = command({
  name: "merge",
  group: "results",
  summary: "merge parts of a run that several machines packed",
  about: [
    "Every verdict is derived again from the evidence in the parts. Planned cells that no part contains are listed.",
    "Exit status: as for the whole run; 3 if a planned cell is missing.",
  ],
  operands: { dirs: required(many(text("DIR", "folder"), "folders that `pack` wrote")) },
  options: {
    plan: required(
      one(
        text("FILE", "file"),
        "the plan that the parts must match, as `plan --output FILE` wrote it",
      ),
    ),
    history: one(
      text("FOLDER", "folder"),
      "folder with N.json of earlier nights, published elsewhere",
    ),
    json: shared.json,
  },
  examples: [["merge --plan plan.json parts/*", "the jobs of a nightly workflow as one run"]],
  run: async () => (await import("../commands/merge.ts")).mergeCommand,
});
