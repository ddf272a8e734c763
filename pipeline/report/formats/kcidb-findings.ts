// Findings as KCIDB has them: an issue says what is wrong and whose it is, an incident where it was seen.

import { digestOfValue } from "../../model/digest.ts";
import { crashTitle } from "../../model/judge/fingerprint.ts";
import type { Json } from "../../model/json.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { kcidbBootId, kcidbId, kcidbOrigin } from "./kcidb-ids.ts";
import { oneLine } from "../safe/visible-text.ts";

type Found = RunCell & { readonly finding: NonNullable<RunCell["finding"]> };

export function kcidbFindings(
  run: RunRecord,
  cells: readonly RunCell[],
): { readonly issues: Json[]; readonly incidents: Json[] } {
  const found = cells.filter(isFound);
  const issues = new Map(found.map((cell) => [issueId(cell), issueOf(cell)]));
  const incidents = found.map((cell) => ({
    id: kcidbId(run, "incident", kcidbBootId(run, cell)),
    origin: kcidbOrigin,
    issue_id: issueId(cell),
    issue_version: 1,
    test_id: kcidbBootId(run, cell),
    present: true,
  }));
  return { issues: [...issues.values()], incidents };
}

/** Skipped and blocked cells are not issues of their own. */
function isFound(cell: RunCell): cell is Found {
  return cell.finding !== undefined && ["fail", "base-broken", "infra"].includes(cell.verdict);
}

/** The same from run to run, as the same issue is. */
function issueId({ finding }: Found): string {
  const problem = crashTitle(finding) ?? finding.summary;
  const of = ["issue", finding.reason, finding.fault, problem];
  return `${kcidbOrigin}:${digestOfValue(of).slice(0, 24)}`;
}

function issueOf(cell: Found): Json {
  const { reason, fault, summary } = cell.finding;
  return {
    id: issueId(cell),
    version: 1,
    origin: kcidbOrigin,
    comment: oneLine(summary),
    culprit: {
      code: fault === "series" || fault === "head",
      tool: fault === "hypervisor",
      harness: fault === "infrastructure" || fault === "description",
    },
    misc: { reason: oneLine(reason), fault },
  };
}
