// ./twinboot compare

import { command, many, one } from "./command.ts";
import * as shared from "./shared.ts";
import { choice, flavourName, headName, platformName, runNumber, seriesName } from "./value.ts";

export const compare = command({
  name: "compare",
  group: "results",
  summary: "differences between two runs, or between two heads of a run",
  about: [
    "Exit status: 1 if a cell that passed no longer passes, if a new cell fails, or if an exact count changed.",
  ],
  operands: { runs: many(runNumber, "two runs; with --against at most one (default: the newest)") },
  options: {
    against: one(headName, "compare with this head instead of another run"),
    series: many(seriesName, "cells of these series only"),
    head: many(headName, "cells of these heads only; with --against the head to compare"),
    flavour: many(flavourName, "cells of these flavours only"),
    platform: many(platformName, "cells of these platforms only"),
    only: many(
      choice("CATEGORY", [
        "regression",
        "newFailure",
        "fixed",
        "stillFailing",
        "appeared",
        "disappeared",
      ]),
      "show these categories only",
    ),
    json: shared.json,
  },
  examples: [
    ["compare 11 12", "what changed between two runs"],
    ["compare --head next --against sid", "two heads of the newest run that has them"],
  ],
  run: async () => (await import("../commands/compare.ts")).compareCommand,
});
