// ./twinboot help

import { command, one } from "./command.ts";
import { text } from "./value.ts";

export const help = command({
  name: "help",
  group: "machine",
  summary: "all commands, or one of them with its options",
  about: ["Prints the same text as COMMAND --help."],
  operands: { command: one(text("COMMAND", "command"), "the command to explain") },
  options: {},
  examples: [["help run", "the options of run"]],
  run: async () => (await import("../commands/help.ts")).helpCommand,
});
