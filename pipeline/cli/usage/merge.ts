// ./twinboot merge

import { command, many, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const merge = command({
  name: "merge",
  group: "results",
  summary: "parts of a run that several machines packed, as one run",
  about: ["Exit status: as the whole run would have it."],
  operands: { dirs: required(many(text("DIR", "folder"), "folders that `pack` wrote")) },
  options: {
    history: one(text("FOLDER", "folder"), "N.json of the nights before, published elsewhere"),
    json: shared.json,
  },
  examples: [["merge parts/*", "the jobs of a nightly workflow as one run"]],
  run: async () => (await import("../commands/merge.ts")).mergeCommand,
});
