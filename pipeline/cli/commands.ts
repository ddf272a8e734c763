// The commands by name.

import type { Options } from "./arguments.ts";
import { benchCommand } from "./commands/bench.ts";
import { bisectCommand } from "./commands/bisect.ts";
import { buildCommand } from "./commands/build.ts";
import { checkCommand } from "./commands/check.ts";
import { compareCommand } from "./commands/compare.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { exportCommand } from "./commands/export.ts";
import { gcCommand } from "./commands/gc.ts";
import { importCommand } from "./commands/import.ts";
import { judgeCommand } from "./commands/judge.ts";
import { mergeCommand } from "./commands/merge.ts";
import { packCommand } from "./commands/pack.ts";
import { planCommand } from "./commands/plan.ts";
import { publishCommand } from "./commands/publish.ts";
import { rangeDiffCommand } from "./commands/range-diff.ts";
import { rebaseCommand } from "./commands/rebase.ts";
import { reportCommand } from "./commands/report.ts";
import { resolveCommand } from "./commands/resolve.ts";
import { runCommand } from "./commands/run.ts";
import { sbomCommand } from "./commands/sbom.ts";
import { shellCommand } from "./commands/shell.ts";
import { submitCommand } from "./commands/submit.ts";
import { testCommand } from "./commands/test.ts";
import { trailersCommand } from "./commands/trailers.ts";
import { verifyReportCommand } from "./commands/verify-report.ts";

/** Gives the exit code. */
export type Command = (operands: readonly string[], options: Options) => Promise<number>;

export const commands: ReadonlyMap<string, Command> = new Map([
  ["run", runCommand],
  ["rebase", rebaseCommand],
  ["build", buildCommand],
  ["bench", benchCommand],
  ["bisect", bisectCommand],
  ["check", checkCommand],
  ["resolve", resolveCommand],
  ["range-diff", rangeDiffCommand],
  ["merge", mergeCommand],
  ["pack", packCommand],
  ["plan", planCommand],
  ["doctor", doctorCommand],
  ["judge", judgeCommand],
  ["publish", publishCommand],
  ["diff", diffCommand],
  ["report", reportCommand],
  ["verify-report", verifyReportCommand],
  ["compare", compareCommand],
  ["sbom", sbomCommand],
  ["gc", gcCommand],
  ["import", importCommand],
  ["export", exportCommand],
  ["trailers", trailersCommand],
  ["shell", shellCommand],
  ["submit", submitCommand],
  ["test", testCommand],
]);

/** On the design's command line, and still to come. */
// prettier-ignore
export const notThereYet: ReadonlySet<string> = new Set([
  "boot", "certify",
]);
