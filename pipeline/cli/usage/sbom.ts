// ./twinboot sbom

import { command, one } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const sbom = command({
  name: "sbom",
  group: "results",
  summary: "each kernel's own bill of materials (make sbom), where its tree has one",
  about: ["Writes a folder for each kernel, named by head, series and flavour."],
  operands: shared.namedSeries,
  options: {
    ...shared.filters,
    hypervisor: shared.hypervisor,
    lane: shared.lane,
    output: one(text("DIR", "folder"), "folder to write to (default: reports/sbom)"),
    ...shared.progress,
  },
  exclusive: [
    ["platform", "lane"],
    ["hypervisor", "lane"],
    ["quiet", "verbose"],
  ],
  examples: [["sbom yours --head sid", "of the kernels of one series"]],
  run: async () => (await import("../commands/sbom.ts")).sbomCommand,
});
