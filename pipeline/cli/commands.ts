// The commands, in the order of the help.

import { bench } from "./usage/bench.ts";
import { bisect } from "./usage/bisect.ts";
import { build } from "./usage/build.ts";
import { certify } from "./usage/certify.ts";
import { check } from "./usage/check.ts";
import type { Command } from "./usage/command.ts";
import { compare } from "./usage/compare.ts";
import { completion } from "./usage/completion.ts";
import { diff } from "./usage/diff.ts";
import { doctor } from "./usage/doctor.ts";
import { exportSeries } from "./usage/export.ts";
import { fetch } from "./usage/fetch.ts";
import { gc } from "./usage/gc.ts";
import { help } from "./usage/help.ts";
import { importSeries } from "./usage/import.ts";
import { judge } from "./usage/judge.ts";
import { list } from "./usage/list.ts";
import { merge } from "./usage/merge.ts";
import { pack } from "./usage/pack.ts";
import { plan } from "./usage/plan.ts";
import { publish } from "./usage/publish.ts";
import { rangeDiff } from "./usage/range-diff.ts";
import { rebase } from "./usage/rebase.ts";
import { report } from "./usage/report.ts";
import { resolve } from "./usage/resolve.ts";
import { run } from "./usage/run.ts";
import { sbom } from "./usage/sbom.ts";
import { shell } from "./usage/shell.ts";
import { submit } from "./usage/submit.ts";
import { test } from "./usage/test.ts";
import { trailers } from "./usage/trailers.ts";
import { verifyReport } from "./usage/verify-report.ts";
import { worker } from "./usage/worker.ts";

// prettier-ignore
export const commands: readonly Command[] = [
  run, certify, bench, rebase, build, bisect, plan, list, shell,
  check, resolve, rangeDiff, importSeries, exportSeries, submit, trailers,
  judge, diff, report, verifyReport, compare, sbom, publish, pack, merge,
  worker, doctor, fetch, gc, test, completion, help,
];
