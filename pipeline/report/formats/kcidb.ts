// A run as KCIDB I/O 5.3: checkout, build, tests, issues, incidents. One build, as many tests as there were platforms.
// https://github.com/kernelci/kcidb-io

import type { Json } from "../../model/json.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { kcidbFindings } from "./kcidb-findings.ts";
import { kcidbBuildId, kcidbId, kcidbOrigin } from "./kcidb-ids.ts";
import { kcidbTests } from "./kcidb-tests.ts";
import type { Status } from "./verdict-status.ts";
import { cutText, oneLine } from "../safe/visible-text.ts";

type Row = Pick<RunCell, "head" | "series" | "flavour">;

/** Ends with a line feed. */
export function renderKcidb(run: RunRecord): string {
  const rows = [...new Map(run.cells.map((cell) => [rowName(cell), cell])).values()];
  const built = rows.filter((row) => applies(run, row));
  const cells = run.cells.filter((cell) => applies(run, cell));
  const report = {
    version: { major: 5, minor: 3 },
    checkouts: checkoutsOf(run),
    builds: built.map((row) => buildOf(run, row)),
    tests: kcidbTests(run, cells),
    ...kcidbFindings(run, cells),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function rowName({ head, series, flavour }: Row): string {
  return JSON.stringify([head, series, flavour]);
}

/** Of a series that does not apply there is a checkout that is not valid, and nothing after it. */
function applies({ series }: RunRecord, row: Pick<Row, "head" | "series">): boolean {
  const rebased = series.find((one) => one.head === row.head && one.name === row.series);
  if (!rebased) return true;
  return rebased.patches.length > 0 && !rebased.patches.some(({ result }) => stuck.has(result));
}

const stuck: ReadonlySet<string> = new Set(["conflict", "blocked-by", "revisit"]);

function checkoutsOf(run: RunRecord): Json[] {
  const heads = run.heads.map(({ name }) => ({ head: name, series: baseRow }));
  // What changes a hypervisor is no tree of a kernel.
  const known = new Set(heads.map(({ head }) => head));
  const rebased = run.series
    .filter(({ head }) => known.has(head))
    .map(({ head, name }) => ({ head, series: name }));
  return [...heads, ...rebased].map((row) => checkoutOf(run, row));
}

function checkoutOf(run: RunRecord, { head, series }: Pick<Row, "head" | "series">): Json {
  const at = run.heads.find(({ name }) => name === head);
  const rebased = run.series.find((one) => one.head === head && one.name === series);
  const patchset = series === baseRow ? "" : rebased?.patchset;
  return {
    id: kcidbId(run, "checkout", head, series),
    origin: kcidbOrigin,
    tree_name: oneLine(head),
    ...(at?.commit ? { git_commit_hash: at.commit } : {}),
    ...(at?.release ? { git_commit_name: oneLine(at.release) } : {}),
    ...(patchset === undefined ? {} : { patchset_hash: patchset }),
    comment: oneLine(`${at?.pin ?? head}${series === baseRow ? "" : ` with series ${series}`}`),
    start_time: run.startedAt,
    valid: applies(run, { head, series }),
  };
}

function buildOf(run: RunRecord, row: Row): Json {
  const { head, series, flavour } = row;
  const kernel = run.kernels.find((one) => rowName(one) === rowName(row));
  const finding = run.cells.find((cell) => rowName(cell) === rowName(row))?.finding;
  const log = kernel ? "" : (finding?.detail ?? []).join("\n");
  return {
    id: kcidbBuildId(run, row),
    checkout_id: kcidbId(run, "checkout", head, series),
    origin: kcidbOrigin,
    architecture: oneLine(kernel?.architecture ?? "x86_64"),
    compiler: oneLine(kernel?.compiler ?? run.host.compiler),
    config_name: oneLine(flavour),
    start_time: run.startedAt,
    status: buildStatus(kernel !== undefined, finding?.reason),
    ...(log ? { log_excerpt: cutText(log, 12_000).slice(0, 16_000).toWellFormed() } : {}),
    ...(kernel ? { misc: { sha256: kernel.digest, build_id: oneLine(kernel.buildId) } } : {}),
  };
}

function buildStatus(built: boolean, reason: string | undefined): Status {
  if (built) return "PASS";
  const failed = ["build-failed", "bad-product", "option-lost"];
  return failed.includes(reason ?? "") ? "FAIL" : "MISS";
}
