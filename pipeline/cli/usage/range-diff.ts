// ./twinboot range-diff

import { command, one, required } from "./command.ts";
import { headName, seriesName, text } from "./value.ts";

export const rangeDiff = command({
  name: "range-diff",
  group: "series",
  summary: "two versions of a series, both on one base",
  about: [
    "Both versions are replayed onto the same tree first, so upstream changes do not show in the result.",
  ],
  operands: {
    name: required(one(seriesName, "series as it is now")),
    old: required(one(text("OLD", "file"), "its older version: a folder, mbox or git revision")),
  },
  options: { head: one(headName, "head to replay on (default: the one it was written on)") },
  examples: [["range-diff yours HEAD~1", "what the last commit changed in a series"]],
  run: async () => (await import("../commands/range-diff.ts")).rangeDiffCommand,
});
