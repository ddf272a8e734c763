// ./twinboot diff

import { command, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const diff = command({
  name: "diff",
  group: "results",
  summary: "two boots side by side: tests, facts, console lines",
  about: [
    "A cell is [RUN/]HEAD/SERIES/PLATFORM; without a run it is taken from the newest.",
    "Exit status: 0 if they are alike, 1 if not, as diff(1) has it.",
  ],
  operands: {
    left: required(one(text("CELL"), "one boot")),
    right: required(one(text("CELL"), "the other boot")),
  },
  options: { json: shared.json },
  examples: [["diff sid/base/bare-q35 sid/base/kvm", "two platforms of the newest run"]],
  run: async () => (await import("../commands/diff.ts")).diffCommand,
});
