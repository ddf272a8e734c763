// Every table of run.json derived again from the evidence in the store, by the same pure functions that made it.

import { settled } from "../model/attempts.ts";
import type { Kernel } from "../model/kernel.ts";
import type { Finding } from "../model/finding.ts";
import { type Outcome, pass } from "../model/outcome.ts";
import type { RunCell, RunRecord } from "../model/run-record.ts";
import { baseRow, type RebasedSeries } from "../model/series.ts";
import { cellName } from "../model/planned-matrix.ts";
import { cellVerdict, type Judged } from "../model/verdict.ts";
import { failing } from "../steps/judge-boot.ts";
import { importedCells } from "./imported-cells.ts";
import { metricComplaints } from "./verify-metrics.ts";
import { type Derived, derivedCell, difference, type EvidenceSource } from "./verify-cell.ts";

/** Sentences, each with the row it is about; none where everything holds. */
export async function verifyRun(run: RunRecord, source: EvidenceSource): Promise<string[]> {
  const outcomes = await outcomesOf(run, source);
  const derived = new Map<RunCell, Derived>();
  for (const cell of run.cells) derived.set(cell, await derivedCell(cell, run, source));
  const cells = run.cells
    .filter((cell) => !cell.imported)
    .flatMap((cell) =>
      cellComplaints(cell, { run, derived, outcomes }).map((one) => `${cellName(cell)}: ${one}`),
    );
  return [
    ...kernelComplaints(run, outcomes),
    ...seriesComplaints(run, outcomes),
    ...cells,
    ...nonceComplaints(derived),
    ...importComplaints(run, source),
    ...(await metricComplaints(run, source)),
  ];
}

/** A boot speaks for one kernel on one platform: its console in a second cell proves nothing there. */
function nonceComplaints(derived: ReadonlyMap<RunCell, Derived>): string[] {
  const spokeFor = new Map<string, string>();
  return [...derived].flatMap(([cell, { nonces }]) =>
    nonces.flatMap((nonce) => {
      const of = `${cell.kernel} ${cell.platform}`;
      const known = spokeFor.get(nonce) ?? of;
      spokeFor.set(nonce, known);
      return known === of ? [] : [`${cellName(cell)}: its boot is that of another cell`];
    }),
  );
}

/** Results from elsewhere are read again where they lie; in a part they are not believed, and left out of the whole. */
function importComplaints(run: RunRecord, { results }: EvidenceSource): string[] {
  if (!results) return [];
  const cells = run.cells.filter((cell) => cell.imported);
  return difference("imported results", cells, importedCells(results, run.kernels));
}

type StepOutcome = { readonly kind: string; readonly outcome: Outcome };

/** What is in the store of the run's steps; an observation and an error never are. */
async function outcomesOf(run: RunRecord, { trace }: EvidenceSource): Promise<StepOutcome[]> {
  const wanted = new Set(["build-kernel", "rebase-series", "configure-kernel"]);
  const keys = run.traces.filter(
    ({ key, kind, status }) => key && (wanted.has(kind) || status === "fail"),
  );
  const stored = await Promise.all(keys.map(({ key = "" }) => trace(key)));
  return stored.flatMap((one) => (one ? [{ kind: one.kind, outcome: one.outcome }] : []));
}

function kernelComplaints({ kernels }: RunRecord, outcomes: readonly StepOutcome[]): string[] {
  const built = outcomes.flatMap(({ kind, outcome }) =>
    kind === "build-kernel" && outcome.status === "pass"
      ? [outcome.value as unknown as Partial<Kernel>]
      : [],
  );
  return kernels.flatMap(({ head, series, flavour, digest, buildId, release, bytes }) => {
    const holds = built.some(
      (one) =>
        one.image?.digest === digest &&
        one.buildId === buildId &&
        one.release === release &&
        one.image.bytes === bytes,
    );
    return holds ? [] : [`kernel ${head} ${series} ${flavour}: no build in the store came to it`];
  });
}

function seriesComplaints({ series }: RunRecord, outcomes: readonly StepOutcome[]): string[] {
  const rebased = outcomes.flatMap(({ kind, outcome }) =>
    kind === "rebase-series" && "value" in outcome
      ? [outcome.value as unknown as Partial<RebasedSeries> | null]
      : [],
  );
  return series.flatMap(({ name, head, patches }) => {
    const holds =
      !patches.length ||
      rebased.some((one) => !difference("patches", patches, one?.patches).length);
    return holds ? [] : [`series ${name} on ${head}: no rebase in the store came to these results`];
  });
}

type Ground = {
  readonly run: RunRecord;
  readonly derived: ReadonlyMap<RunCell, Derived>;
  readonly outcomes: readonly StepOutcome[];
};

function cellComplaints(cell: RunCell, ground: Ground): string[] {
  const own = ground.derived.get(cell);
  if (!cell.judged) return unjudgedComplaints(cell, ground);
  if (!own?.judgements.some(Boolean)) return [...(own?.complaints ?? [])];
  const against = againstOf(cell, ground);
  const again = cellVerdict(judgedOf(cell, ground), against);
  return [
    ...own.complaints,
    ...excuseComplaints(cell, ground),
    ...difference("verdict", cell.verdict, again.verdict),
    ...difference("finding", withoutGuess(cell.finding), withoutGuess(again.finding)),
  ];
}

/** What is excused failed on the baseline too: where that has a cell of its own, in its first boot. */
function excuseComplaints(cell: RunCell, { run, derived }: Ground): string[] {
  const { baseline } = cell.judged?.expected ?? {};
  const other = run.cells.find(
    (one) => isSameRow(one, cell) && one.platform === baseline && one.series === cell.series,
  );
  const judgement = other && derived.get(other)?.judgements[0];
  return judgement ? difference("excused tests", cell.judged?.failing, failing(judgement)) : [];
}

function isSameRow(a: RunCell, b: RunCell): boolean {
  return a.head === b.head && a.flavour === b.flavour;
}

function againstOf(cell: RunCell, ground: Ground): Parameters<typeof cellVerdict>[1] {
  const at = (platform: string) =>
    ground.run.cells.find(
      (one) => one.series === baseRow && isSameRow(one, cell) && one.platform === platform,
    );
  const host = cell.judged?.host;
  const [base, under] = [at(cell.platform), host === undefined ? undefined : at(host)];
  const bare = (cell.judged?.bare ?? []).flatMap((platform) => at(platform) ?? []);
  return {
    bare: bare.map((one) => judgedOf(one, ground)),
    ...(base && base !== cell ? { base: judgedOf(base, ground) } : {}),
    ...(host !== undefined && under
      ? { host: { ...judgedOf(under, ground), platform: host } }
      : {}),
  };
}

/** A boot that the machine could not do. */
const notDone = { status: "error", message: "", hint: "" } as const;

/** Of a hang, which test comes next is told by other boots of the run. */
function withoutGuess(finding: RunCell["finding"]): RunCell["finding"] {
  return finding && { ...finding, summary: finding.summary.replace(/; \S+ comes next$/, "") };
}

/** Of a cell that was never judged its finding is what blocked it. */
function judgedOf(cell: RunCell, { derived }: Ground): Judged {
  const judgements = derived.get(cell)?.judgements ?? [];
  if (judgements.some(Boolean)) {
    const outcomes = judgements.map((one) => (one ? pass(one) : notDone));
    const { speaks, always } = settled(outcomes);
    const boots = judgements.flatMap((one) => one ?? []);
    return { outcome: outcomes[speaks] ?? notDone, always, boots };
  }
  const outcome: Judged["outcome"] = { status: "blocked", by: "" };
  return cell.finding
    ? { outcome, blockedBy: { status: "fail", finding: cell.finding as Finding } }
    : { outcome };
}

/** Without a judgement nothing may pass or fail, and what is told must be what a step came to. */
function unjudgedComplaints(
  { verdict, finding, evidence }: RunCell,
  { run, outcomes }: Ground,
): string[] {
  if (verdict === "pass" || verdict === "fail" || Object.keys(evidence).length)
    return [`it says ${verdict} and nothing was judged`];
  if (finding?.reason === "missing-part")
    return verdict === "infra" ? [] : ["it says that nobody brought it, and is not infra"];
  if (verdict === "skip")
    return finding?.reason === "known-trap" ? [] : ["it was skipped for no known reason"];
  const failed = outcomes.flatMap(({ outcome }) =>
    outcome.status === "fail" ? [outcome.finding] : [],
  );
  const told =
    failed.some(
      (one) => !difference("", { ...one, fault: "" }, { ...finding, fault: "" }).length,
    ) ||
    run.traces.some(({ status, message }) => status === "error" && message === finding?.summary);
  return told ? [] : ["no step of the run came to this finding"];
}
