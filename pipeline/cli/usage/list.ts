// ./twinboot list

import { command, one, required } from "./command.ts";
import { choice } from "./value.ts";

export const list = command({
  name: "list",
  group: "work",
  summary: "list the series, heads, flavours, hypervisors or platforms",
  about: ["Prints one line for each: its name and a description."],
  operands: {
    kind: required(
      one(
        choice("KIND", ["series", "heads", "flavours", "hypervisors", "platforms"]),
        "what to list",
      ),
    ),
  },
  options: {},
  examples: [["list platforms", "every platform that a kernel can be booted on"]],
  run: async () => (await import("../commands/list.ts")).listCommand,
});
