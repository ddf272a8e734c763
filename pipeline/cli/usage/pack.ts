// ./twinboot pack

import { command, one, required } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const pack = command({
  name: "pack",
  group: "results",
  summary: "pack a run with all its evidence, for another machine",
  about: ["Read it on the other machine with `merge`."],
  operands: shared.optionalRun,
  options: { output: required(one(text("DIR", "folder"), "folder to write to")) },
  examples: [["pack --output packed", "the newest run"]],
  run: async () => (await import("../commands/pack.ts")).packCommand,
});
