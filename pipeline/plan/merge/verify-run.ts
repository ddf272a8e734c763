// Every table of run.json derived again from the evidence in the store, by the same pure functions that made it.

import { settled } from "../../model/judge/attempts.ts";
import type { Kernel } from "../../model/described/kernel.ts";
import type { Finding } from "../../model/judge/finding.ts";
import type { Judgement } from "../../model/judge/judge.ts";
import { type Outcome, pass } from "../../model/judge/outcome.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { baseRow, type RebasedSeries } from "../../model/described/series.ts";
import { cellName } from "../../model/record/planned-matrix.ts";
import { cellVerdict, type Judged } from "../../model/judge/verdict.ts";
import { failing } from "../../steps/boot/judge-boot.ts";
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
    ...twiceComplaints(run),
    ...kernelComplaints(run, outcomes),
    ...rebuiltComplaints(run, outcomes),
    ...remadeComplaints(run, outcomes),
    ...seriesComplaints(run, outcomes),
    ...cells,
    ...nonceComplaints(derived),
    ...importComplaints(run, source),
    ...(await metricComplaints(run, source)),
  ];
}

/** One boot counted as two cells that pass would look like more proof than there is. */
function twiceComplaints({ cells }: RunRecord): string[] {
  const names = cells.filter((cell) => !cell.imported).map(cellName);
  const again = names.filter((name, at) => names.indexOf(name) !== at);
  return [...new Set(again)].map((name) => `${name}: is there twice`);
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

/** Imported results are read again from this checkout; those in a part are not trusted, and are left out. */
function importComplaints(run: RunRecord, { results }: EvidenceSource): string[] {
  if (!results) return [];
  const cells = run.cells.filter((cell) => cell.imported);
  return difference("imported results", cells, importedCells(results, run.kernels));
}

type StepOutcome = { readonly kind: string; readonly outcome: Outcome };

/** What is in the store of the run's steps; an observation and an error never are. */
async function outcomesOf(run: RunRecord, { trace }: EvidenceSource): Promise<StepOutcome[]> {
  const wanted = new Set([
    "build-kernel",
    "rebase-series",
    "configure-kernel",
    "rebuild-kernel",
    "make-again",
  ]);
  const keys = run.traces.filter(
    ({ key, kind, status }) => key && (wanted.has(kind) || status === "fail"),
  );
  const stored = await Promise.all(keys.map((one) => storedOf(one, trace)));
  return stored.flatMap((one) => (one ? [{ kind: one.kind, outcome: one.outcome }] : []));
}

/** What is done again and again under one key is of one run; a build that a newer run had to make anew is the same build. */
function storedOf(
  { kind, key = "", run }: RunRecord["traces"][number],
  trace: EvidenceSource["trace"],
): ReturnType<EvidenceSource["trace"]> {
  return kind === "rebuild-kernel" ? trace(key, run) : trace(key);
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

/** What clean builds came to: every one that gave other bytes is told, and none is made up. */
function rebuiltComplaints({ kernels }: RunRecord, outcomes: readonly StepOutcome[]): string[] {
  const again = outcomes.flatMap(({ kind, outcome }) => (kind === "rebuild-kernel" ? outcome : []));
  const same = again.map((one) =>
    one.status === "pass" ? (one.value as { readonly image?: unknown }) : {},
  );
  const other = again.flatMap((one) => (one.status === "fail" ? [one.finding] : []));
  const told = kernels.flatMap(({ rebuilt }) => rebuilt?.finding ?? []);
  return [
    ...kernels.flatMap(({ head, series, flavour, digest, rebuilt }) => {
      const holds =
        rebuilt?.result === "different"
          ? isIn(rebuilt.finding, other)
          : rebuilt?.result !== "same" || same.some(({ image }) => image === digest);
      const name = `kernel ${head} ${series} ${flavour}`;
      return holds ? [] : [`${name}: no clean build in the store came to that`];
    }),
    ...other
      .filter((finding) => !isIn(finding, told))
      .map(({ summary }) => `no kernel says what a clean build came to: ${summary}`),
  ];
}

/** What was taken from other machines and came out otherwise: told each time, and never made up. */
function remadeComplaints({ remade = [] }: RunRecord, outcomes: readonly StepOutcome[]): string[] {
  const again = outcomes.flatMap(({ kind, outcome }) => (kind === "make-again" ? outcome : []));
  const other = again.flatMap((one) => (one.status === "fail" ? [one.finding] : []));
  const same = again.filter(({ status }) => status === "pass").length;
  const told = remade.flatMap(({ finding }) => finding ?? []);
  const claimed = remade.filter(({ result }) => result === "same").length;
  return [
    ...told
      .filter((finding) => !isIn(finding, other))
      .map(({ summary }) => `no step in the store came to this: ${summary}`),
    ...other
      .filter((finding) => !isIn(finding, told))
      .map(({ summary }) => `the run does not tell that ${summary}`),
    ...(claimed > same ? [`${claimed} steps are said to be the same again, ${same} were`] : []),
  ];
}

function isIn(finding: unknown, findings: readonly unknown[]): boolean {
  return findings.some((one) => !difference("", one, finding).length);
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

type VerifiedRun = {
  readonly run: RunRecord;
  readonly derived: ReadonlyMap<RunCell, Derived>;
  readonly outcomes: readonly StepOutcome[];
};

function cellComplaints(cell: RunCell, whole: VerifiedRun): string[] {
  const own = whole.derived.get(cell);
  if (!cell.judged) return unjudgedComplaints(cell, whole);
  if (!own?.judgements.some(Boolean)) return [...(own?.complaints ?? [])];
  const against = againstOf(cell, whole);
  const again = cellVerdict(judgedOf(cell, whole), against);
  return [
    ...own.complaints,
    ...excuseComplaints(cell, whole),
    ...difference("verdict", cell.verdict, again.verdict),
    ...difference("unstable", cell.unstable ?? false, settledOf(own.judgements).unstable),
    ...difference("finding", withoutGuess(cell.finding), withoutGuess(again.finding)),
  ];
}

/** What is excused failed on the baseline too: where that has a cell of its own, in its first boot. */
function excuseComplaints(cell: RunCell, { run, derived }: VerifiedRun): string[] {
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

function againstOf(cell: RunCell, whole: VerifiedRun): Parameters<typeof cellVerdict>[1] {
  const at = (platform: string) =>
    whole.run.cells.find(
      (one) => one.series === baseRow && isSameRow(one, cell) && one.platform === platform,
    );
  const { host, elsewhere: other } = cell.judged ?? {};
  const [base, under] = [at(cell.platform), host === undefined ? undefined : at(host)];
  const elsewhere = other === undefined ? undefined : at(other);
  const bare = (cell.judged?.bare ?? []).flatMap((platform) => at(platform) ?? []);
  return {
    ...kindOf(cell),
    bare: bare.map((one) => judgedOf(one, whole)),
    ...(base && base !== cell ? { base: judgedOf(base, whole) } : {}),
    ...(elsewhere ? { elsewhere: judgedOf(elsewhere, whole) } : {}),
    ...(host !== undefined && under ? { host: { ...judgedOf(under, whole), platform: host } } : {}),
  };
}

/** What decides by itself whom its findings can be about. */
function kindOf({ hypervisorSeries, judged }: RunCell) {
  return {
    ...(hypervisorSeries === undefined ? {} : { hypervisorSeries }),
    ...(judged?.expected.foreign ? { foreign: true } : {}),
  };
}

/** A boot that the machine could not do. */
const notDone = { status: "error", message: "", hint: "" } as const;

function outcomeOf(judgement: Derived["judgements"][number]): Outcome<Judgement> {
  return judgement ? pass(judgement) : notDone;
}

function settledOf(judgements: Derived["judgements"]) {
  return settled(judgements.map((one) => outcomeOf(one)));
}

/** Of a hang, which test comes next is told by other boots of the run. */
function withoutGuess(finding: RunCell["finding"]): RunCell["finding"] {
  return finding && { ...finding, summary: finding.summary.replace(/; \S+ comes next$/, "") };
}

/** Of a cell that was never judged its finding is what blocked it. */
function judgedOf(cell: RunCell, { derived }: VerifiedRun): Judged {
  const judgements = derived.get(cell)?.judgements ?? [];
  if (judgements.some(Boolean)) {
    const { speaks, always } = settledOf(judgements);
    const boots = judgements.flatMap((one) => one ?? []);
    return { outcome: outcomeOf(judgements[speaks]), always, boots };
  }
  const outcome: Judged["outcome"] = { status: "blocked", by: "" };
  return cell.finding
    ? { outcome, blockedBy: { status: "fail", finding: cell.finding as Finding } }
    : { outcome };
}

/** Without a judgement nothing may pass or fail, and a finding must be the outcome of a step. */
function unjudgedComplaints(
  { verdict, finding, evidence }: RunCell,
  { run, outcomes }: VerifiedRun,
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
