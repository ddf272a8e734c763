// ./twinboot report

import { command, one } from "./command.ts";
import * as shared from "./shared.ts";
import { choice, text } from "./value.ts";

export const report = command({
  name: "report",
  group: "results",
  summary: "print the report of a run in any format",
  about: [
    "Formats of a single file are written to standard output; html and in-toto are folders and need --output.",
  ],
  operands: shared.optionalRun,
  options: {
    format: one(
      choice("FORMAT", ["md", "html", "in-toto", "json", "junit", "kcidb", "ktap", "mail", "spdx"]),
      "what to write (default: md)",
    ),
    output: one(text("DIR", "folder"), "folder to write to"),
  },
  examples: [
    ["report 12 --format mail", "run 12 as a mail"],
    ["report --format html --output site", "the newest run as a site"],
  ],
  run: async () => (await import("../commands/report.ts")).reportCommand,
});
