// ./twinboot gc

import { command, flag, one } from "./command.ts";
import { count } from "./value.ts";

export const gc = command({
  name: "gc",
  group: "machine",
  summary: "remove from the store what the newest runs do not need",
  about: ["The run.json of every run stays: the history needs it."],
  operands: {},
  options: {
    keep: one(count("N"), "how many runs stay whole (default: 30)"),
    dryRun: flag("say how much would be removed; remove nothing"),
  },
  examples: [["gc --keep 3", "keep the evidence of three runs"]],
  run: async () => (await import("../commands/gc.ts")).gcCommand,
});
