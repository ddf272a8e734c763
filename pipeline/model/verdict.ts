// From outcomes to the verdict of a cell: whose fault, seen against the unpatched head.

import type { Finding } from "./finding.ts";
import type { Judgement } from "./judge.ts";
import type { Outcome } from "./outcome.ts";

export const verdicts = [
  "pass",
  "fail",
  "base-broken",
  "blocked",
  "skip",
  "infra",
  "inconclusive",
] as const;
export type Verdict = (typeof verdicts)[number];

export type CellVerdict = { readonly verdict: Verdict; readonly finding?: Finding };

/** What a judging step came to, with the finding of the step that blocked it where it never ran. */
export type Judged = {
  readonly outcome: Outcome<Judgement>;
  readonly blockedBy?: Outcome;
};

/** What a cell is seen against, each absent where there is none. */
export type Against = {
  /** The same cell of the unpatched head; absent where the cell is that one. */
  readonly base?: Judged;
  /** The host's own row with the unpatched kernel: the smoke test of the hypervisor. */
  readonly host?: Judged & { readonly platform: string };
};

/**
 * The verdict of one cell. A failure under a host that does not work by itself is `blocked`; one that the head has by
 * itself is `base-broken`; where the base was not judged, nobody is blamed.
 */
export function cellVerdict(own: Judged, { base, host }: Against = {}): CellVerdict {
  const alone = verdictAlone(own);
  const theirs = host?.outcome.status === "pass" ? verdictAlone(host) : undefined;
  if (alone.verdict === "fail" && host && theirs && theirs.verdict !== "pass")
    return blockedByHost(host.platform, theirs, alone);
  return againstBase(alone, base);
}

function blockedByHost(host: string, theirs: CellVerdict, own: CellVerdict): CellVerdict {
  const why = theirs.finding?.summary ?? theirs.verdict;
  const { fault = "hypervisor" } = blamingHead(theirs).finding ?? {};
  const summary = `${host} does not work with the unpatched kernel, so its guests prove nothing: ${why}`;
  const detail = own.finding ? [`seen here: ${own.finding.summary}`] : [];
  return { verdict: "blocked", finding: { reason: "host-failed", fault, summary, detail } };
}

function againstBase(alone: CellVerdict, base: Judged | undefined): CellVerdict {
  if (!base) return blamingHead(alone);
  const blames = alone.verdict === "fail" || alone.verdict === "blocked";
  if (!blames || alone.finding?.fault !== "series") return alone;
  const theirs = verdictAlone(base);
  if (theirs.verdict === "pass") return alone;
  if (theirs.finding && theirs.finding.reason === alone.finding.reason)
    return { verdict: "base-broken", finding: { ...alone.finding, fault: "head" } };
  if (alone.verdict === "blocked") return alone;
  return {
    verdict: "infra",
    finding: {
      ...alone.finding,
      fault: "infrastructure",
      summary: `${alone.finding.summary} (the unpatched head came to "${theirs.verdict}" here, so the series cannot be blamed)`,
    },
  };
}

/** What the unpatched kernel does wrong is the head's. */
function blamingHead(cell: CellVerdict): CellVerdict {
  if (cell.finding?.fault !== "series") return cell;
  return { ...cell, finding: { ...cell.finding, fault: "head" } };
}

/** Of one boot, compared with nothing. */
export function verdictAlone({ outcome, blockedBy }: Judged): CellVerdict {
  switch (outcome.status) {
    case "pass":
      return outcome.value.finding
        ? { verdict: outcome.value.verdict, finding: outcome.value.finding }
        : { verdict: outcome.value.verdict };
    case "fail":
      return { verdict: "fail", finding: outcome.finding };
    case "error":
      return { verdict: "infra", finding: infraFinding(outcome) };
    case "blocked":
      return blockedVerdict(blockedBy);
  }
}

function blockedVerdict(by: Outcome | undefined): CellVerdict {
  if (by?.status === "fail") return { verdict: "blocked", finding: by.finding };
  if (by?.status === "error") return { verdict: "infra", finding: infraFinding(by) };
  return { verdict: "blocked" };
}

function infraFinding(error: { message: string; hint: string }): Finding {
  return {
    reason: "missing-proof",
    fault: "infrastructure",
    summary: error.message,
    detail: [error.hint],
  };
}
