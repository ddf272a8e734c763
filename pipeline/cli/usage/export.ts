// ./twinboot export

import { command, one, required } from "./command.ts";
import { choice, seriesName, text } from "./value.ts";

export const exportSeries = command({
  name: "export",
  group: "series",
  summary: "a series as git am, b4 and distributions take it",
  about: [
    "An mbox is written to standard output unless --output is given; the other formats are folders.",
  ],
  operands: { series: required(one(seriesName, "series to export")) },
  options: {
    format: one(
      choice("FORMAT", ["mbox", "format-patch", "quilt", "openembedded", "suse"]),
      "what to write",
    ),
    output: one(text("DIR", "folder"), "new or empty folder to write to"),
  },
  examples: [
    ["export yours | git am", "apply a series to a work tree"],
    ["export yours --format quilt --output patches", "as a quilt folder"],
  ],
  run: async () => (await import("../commands/export.ts")).exportCommand,
});
