// ./twinboot verify-report

import { command, one } from "./command.ts";
import * as shared from "./shared.ts";
import { text } from "./value.ts";

export const verifyReport = command({
  name: "verify-report",
  group: "results",
  summary: "derive every verdict and table again from the evidence, and compare",
  about: ["Exit status: 0 if everything agrees, 1 if something differs."],
  operands: shared.optionalRun,
  options: {
    output: one(
      text("DIR", "folder"),
      "folder of a written report (default: those of the run in reports/)",
    ),
    certificate: one(text("DIR", "folder"), "verify a folder that certify wrote instead of a run"),
    key: one(text("FILE", "file"), "public key (PEM) that must have signed the certificate"),
  },
  exclusive: [
    ["run", "certificate"],
    ["output", "certificate"],
  ],
  needs: [["key", "certificate"]],
  examples: [
    ["verify-report 12", "verify run 12"],
    ["verify-report --certificate DIR --key cosign.pub", "verify a certificate and its signature"],
  ],
  run: async () => (await import("../commands/verify-report.ts")).verifyReportCommand,
});
