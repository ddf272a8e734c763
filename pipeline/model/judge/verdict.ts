// From outcomes to the verdict of a cell, and whose fault it is, compared with the unpatched head.

import { type Finding, isAbsence, kernelFault } from "./finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { GuestTest } from "../boot/guest-record.ts";
import { type Judgement, verdictOf } from "./judge.ts";
import { type Outcome, pass } from "./outcome.ts";
import { notRun } from "./judge-probes.ts";
import { lostTests, testDifference } from "./verdict-tests.ts";

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

/** The outcome of a judging step; if it never ran, with the finding of the step that blocked it. */
export type Judged = {
  readonly outcome: Outcome<Judgement>;
  readonly blockedBy?: Outcome;
  /** The same finding in every boot of several. */
  readonly always?: boolean;
  /** The outcome of each boot, if there were several. */
  readonly boots?: readonly Judgement[];
};

/** What a cell is compared with; each member is absent if it does not exist. */
export type Against = {
  /** The same cell of the unpatched head; absent where the cell is that one. */
  readonly base?: Judged;
  /** The unpatched head's cells on bare hardware: for tests that the base cell did not run. */
  readonly bare?: readonly Judged[];
  /** The host's own row with the unpatched kernel: the smoke test of the hypervisor. */
  readonly host?: Judged & { readonly platform: string };
  /** The unpatched kernel, to the byte, on the same platform under another hypervisor. */
  readonly elsewhere?: Judged;
  /** The series that made this hypervisor out of that other one. */
  readonly hypervisorSeries?: string;
  /** The guest is another system than the kernel under test. */
  readonly foreign?: boolean;
};

/**
 * The verdict of one cell. A failure under a host that does not work by itself is `blocked`; one that the head has by
 * itself is `base-broken`; if the base was not judged, no one is blamed. What the head is blamed for under one hypervisor,
 * and not under another, is the hypervisor's.
 */
export function cellVerdict(own: Judged, against: Against = {}): CellVerdict {
  const { elsewhere, hypervisorSeries, foreign } = against;
  const made = hypervisorSeries !== undefined;
  const verdict = made ? underSeries(own, against) : onOneHypervisor(own, against);
  const { finding } = verdict;
  if (finding?.fault !== "head") return verdict;
  if (!elsewhere || verdictAlone(elsewhere).verdict !== "pass")
    return foreign ? ofNoKernel(verdict, finding) : verdict;
  return { ...verdict, finding: { ...finding, fault: made ? kernelFault : "hypervisor" } };
}

/**
 * What a guest of others says, or does not say, no kernel of ours said: with the unpatched kernel in dom0 its own file may be
 * wrong as well as the hypervisor. What its dom0 did is still that kernel's.
 */
function ofNoKernel(verdict: CellVerdict, finding: Finding): CellVerdict {
  if (finding.reason !== "wrong-platform") return verdict;
  const summary = `${finding.summary}; the guest runs no kernel of ours: its file, or the hypervisor`;
  return { verdict: "infra", finding: { ...finding, fault: "infrastructure", summary } };
}

/**
 * A hypervisor that a series made is that series' to answer for, as a kernel is: the unpatched kernel is seen against
 * itself under the hypervisor without it, a patched one against the unpatched one beside it.
 */
function underSeries(own: Judged, { base, elsewhere, host, ...rest }: Against): CellVerdict {
  const seen = base ?? elsewhere;
  return onOneHypervisor(ofSeries(own), {
    ...rest,
    ...(seen ? { base: ofSeries(seen) } : {}),
    ...(host ? { host: { ...ofSeries(host), platform: host.platform } } : {}),
  });
}

/** What is blamed on the hypervisor is blamed on what made it. */
function ofSeries(judged: Judged): Judged {
  const { outcome } = judged;
  if (outcome.status !== "pass") return judged;
  const { finding } = outcome.value;
  if (finding?.fault !== "hypervisor") return judged;
  return {
    ...judged,
    outcome: pass({ ...outcome.value, finding: { ...finding, fault: kernelFault } }),
  };
}

function onOneHypervisor(own: Judged, { base, bare = [], host }: Against): CellVerdict {
  const alone = verdictAlone(own);
  const tests = againstTests(own, base, bare);
  const fresh = tests?.verdict === "fail" ? tests : undefined;
  return (
    underBrokenHost(alone, host) ??
    fresh ??
    withLostTests(own, base) ??
    tests ??
    silentHost(own, alone, base) ??
    againstBase(alone, base)
  );
}

function underBrokenHost(alone: CellVerdict, host: Against["host"]): CellVerdict | undefined {
  if (!mayBeTheHosts(alone) || host?.outcome.status !== "pass") return undefined;
  const theirs = verdictAlone(host);
  return theirs.verdict === "pass" ? undefined : blockedByHost(host.platform, theirs, alone);
}

/** Where nothing says why a host came to no guest, its own row may. */
function mayBeTheHosts({ verdict, finding }: CellVerdict): boolean {
  return verdict === "fail" || (verdict === "blocked" && finding?.fault === "infrastructure");
}

/** One host that stops answering may be the machine's fault; every one, and none with the unpatched kernel, is not. */
function silentHost(
  { always }: Judged,
  { verdict, finding }: CellVerdict,
  base: Judged | undefined,
): CellVerdict | undefined {
  if (verdict !== "infra" || finding?.reason !== "host-failed" || !always || !base)
    return undefined;
  if (verdictAlone(base).verdict !== "pass") return undefined;
  const summary = `${finding.summary}, in every boot; with the unpatched kernel the same passes`;
  return { verdict: "fail", finding: { ...finding, fault: "series", summary } };
}

function blockedByHost(host: string, theirs: CellVerdict, own: CellVerdict): CellVerdict {
  const why = theirs.finding?.summary ?? theirs.verdict;
  const { fault = "hypervisor" } = blamingHead(theirs).finding ?? {};
  const summary = `${host} does not work with the unpatched kernel, so its guests prove nothing: ${why}`;
  const detail = own.finding ? [`seen here: ${own.finding.summary}`] : [];
  return { verdict: "blocked", finding: { reason: "host-failed", fault, summary, detail } };
}

/** Undefined if no test decided, or if the unpatched kernel's result in it is not known. */
function againstTests(
  own: Judged,
  base: Judged | undefined,
  bare: readonly Judged[],
): CellVerdict | undefined {
  const mine = judgementOf(own);
  if (!base || mine?.finding?.reason !== "test-failed") return undefined;
  const theirs = judgementOf(base);
  const { fresh, known } = testDifference(
    mine,
    theirs,
    bare.flatMap((one) => judgementOf(one) ?? []),
  );
  const ranTests = !theirs?.finding || theirs.finding.reason === "test-failed";
  if (fresh.length)
    return theirs && ranTests ? withNewTests(mine.finding, fresh, known) : undefined;
  const { behindTests } = mine;
  if (behindTests)
    return againstBase({ verdict: verdictOf(behindTests), finding: behindTests }, behindOf(base));
  const summary = `${counted(known)} without the series too: ${namesOf(known)}`;
  return { verdict: "base-broken", finding: { ...mine.finding, fault: "head", summary } };
}

/** Undefined where what the base proves is proved here too, or where the boot was none to tell. */
function withLostTests(own: Judged, base: Judged | undefined): CellVerdict | undefined {
  const mine = judgementOf(own);
  const theirs = base && judgementOf(base);
  if (!mine || !theirs || !cameToItsTests(mine)) return undefined;
  const lost = lostTests(mine, [theirs, ...(base.boots ?? [])].filter(cameToItsTests));
  if (!lost.length) return undefined;
  const sentences = lost.map(({ name, skipped }) => notRun(name, skipped));
  const summary = `${sentences.join("; ")}; without the series ${lost.length === 1 ? "it passes" : "they pass"}`;
  return { verdict: "fail", finding: { reason: "test-skipped", fault: "series", summary } };
}

/** A boot that went wrong before, or in another way, has its own finding. */
function cameToItsTests({ finding }: Judgement): boolean {
  return !finding || finding.reason === "test-failed" || finding.reason === "test-skipped";
}

function withNewTests(
  finding: Finding,
  fresh: readonly GuestTest[],
  known: readonly GuestTest[],
): CellVerdict {
  const older = known.length ? `; without the series too: ${namesOf(known)}` : "";
  const summary = `${counted(fresh)} with the series only: ${namesOf(fresh)}${older}`;
  return { verdict: "fail", finding: { ...finding, summary } };
}

/** The base as if its tests had passed: what then is left of it. */
function behindOf(base: Judged): Judged {
  const theirs = judgementOf(base);
  if (theirs?.finding?.reason !== "test-failed") return base;
  const { finding: _, behindTests, ...rest } = theirs;
  const left: Judgement = behindTests
    ? { ...rest, verdict: verdictOf(behindTests), finding: behindTests }
    : { ...rest, verdict: "pass" };
  return { outcome: pass(left) };
}

function judgementOf({ outcome }: Judged): Judgement | undefined {
  return outcome.status === "pass" ? outcome.value : undefined;
}

function counted(tests: readonly GuestTest[]): string {
  return tests.length === 1 ? "1 test fails" : `${tests.length} tests fail`;
}

function namesOf(tests: readonly GuestTest[]): string {
  return tests.map(({ name }) => name).join(", ");
}

function againstBase(alone: CellVerdict, base: Judged | undefined): CellVerdict {
  if (!base) return blamingHead(alone);
  const blames = alone.verdict === "fail" || alone.verdict === "blocked";
  if (!blames || alone.finding?.fault !== "series") return alone;
  const theirs = verdictAlone(base);
  if (theirs.verdict === "pass") return unlessBaseDidToo(alone.finding, base) ?? alone;
  if (theirs.finding && fingerprintOf(theirs.finding) === fingerprintOf(alone.finding))
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

/** The base passes, but where time ran out for it too, in one of its boots, time is what was short. */
function unlessBaseDidToo(finding: Finding, { boots = [] }: Judged): CellVerdict | undefined {
  if (!isAbsence(finding)) return undefined;
  const same = boots.filter((boot) => boot.finding?.reason === finding.reason);
  if (!same.length) return undefined;
  const summary = `${finding.summary}; so it was without the series, in ${same.length} of ${boots.length} boots`;
  return { verdict: "infra", finding: { ...finding, fault: "infrastructure", summary } };
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
