// ./twinboot verify-report

import { command, one } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const verifyReport = command({
  name: "verify-report",
  group: "results",
  summary: "derive every verdict and table again from the evidence, and compare",
  about: ["Exit status: 0 if everything holds, 1 if something does not."],
  operands: shared.optionalRun,
  options: {
    output: one(text("DIR", "folder"), "folder of the written reports (default: reports/latest)"),
  },
  examples: [["verify-report 12", "whether run 12 can still be proved"]],
  run: async () => (await import("../commands/verify-report.ts")).verifyReportCommand,
});
