// ./twinboot gc

import { command, flag, one } from "./command.ts";
import { count } from "./value.ts";

export const gc = command({
  name: "gc",
  group: "machine",
  summary: "remove what the newest runs do not need from the store",
  about: ["The run.json of every run is kept for the history."],
  operands: {},
  options: {
    keep: one(count("N"), "how many runs to keep complete (default: 30)"),
    dryRun: flag("show how much would be removed; remove nothing"),
  },
  examples: [["gc --keep 3", "keep the evidence of three runs"]],
  run: async () => (await import("../commands/gc.ts")).gcCommand,
});
