// The answer of a run in one sentence: what a reader reads first, and perhaps alone.

import type { RunCell, RunRecord, RunSeries } from "../../model/record/run-record.ts";
import { baseRow } from "../../model/described/series.ts";
import { type Verdict, verdicts } from "../../model/judge/verdict.ts";
import { pluralize } from "../../model/pluralize.ts";
import { oneLine } from "../safe/visible-text.ts";
import { differsElsewhere } from "./remade-steps.ts";

const phrases: Readonly<Record<Verdict, (count: number) => string>> = {
  pass: (count) => (count === 1 ? "passes" : "pass"),
  fail: (count) => (count === 1 ? "fails" : "fail"),
  "base-broken": (count) => `${are(count)} broken in the head itself`,
  blocked: (count) => `${are(count)} blocked`,
  skip: (count) => `${are(count)} skipped`,
  infra: (count) => `${count === 1 ? "has" : "have"} no answer from the infrastructure`,
  inconclusive: (count) => `${are(count)} inconclusive`,
};

/** `11 of 16 cells pass; 1 fails, 4 are blocked.` */
export function verdictSentence(run: RunRecord): string {
  const cells = run.cells.filter(({ realness }) => realness !== "imported");
  const elsewhere = run.cells.length - cells.length;
  const words = [booted({ ...run, cells }), ...otherBytes(run)].join(" ");
  return elsewhere ? `${words} ${pluralize(elsewhere, "result")} imported.` : words;
}

/**
 * What failed and where, a line for each kernel and verdict, failures first: `hypervisor-sysfs on sid fails on
 * xen-pv-domu.` The names are hostile text, so that each format escapes them.
 */
export function failureLines({ cells }: RunRecord, most = 3): string[] {
  const groups = Object.values(
    Object.groupBy(
      cells.filter(({ verdict }) => !["pass", "skip"].includes(verdict)),
      ({ verdict, head, series }) => JSON.stringify([verdict, head, series]),
    ),
  ).flatMap((group) => (group ? [group] : []));
  const lines = groups.toSorted((a, b) => rankOf(a) - rankOf(b)).map(failureLine);
  const left = lines.length - most;
  return left > 0 ? [...lines.slice(0, most), `${pluralize(left, "more kernel")} below.`] : lines;
}

function rankOf([first]: readonly RunCell[]): number {
  return first ? worstFirst.indexOf(first.verdict) : 0;
}

const mostPlatforms = 4;
const mostName = 60;

function failureLine(cells: readonly RunCell[]): string {
  const [first] = cells;
  if (!first) return "";
  const { verdict, head, series } = first;
  const [shownHead, shownSeries] = [oneLine(head, mostName), oneLine(series, mostName)];
  const kernel = series === baseRow ? `unpatched ${shownHead}` : `${shownSeries} on ${shownHead}`;
  const names = cells.map(({ platform }) => oneLine(platform, mostName));
  const shown = names.slice(0, mostPlatforms).join(", ");
  const more = names.length - mostPlatforms;
  return `${kernel} ${phrases[verdict](1)} on ${shown}${more > 0 ? ` and ${more} more` : ""}.`;
}

/** Of what was booted here: what others bring is never counted among it. */
function booted(run: RunRecord): string {
  const total = run.cells.length;
  if (!total) return rebaseSentence(run);
  const passed = countOf(run, "pass");
  const rest = verdicts
    .filter((verdict) => verdict !== "pass")
    .map((verdict) => ({ verdict, count: countOf(run, verdict) }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${phrases[verdict](count)}`);
  const unstable = run.cells.filter((cell) => cell.unstable).length;
  const start = `${passed} of ${pluralize(total, "cell")} ${phrases.pass(total === 1 ? 1 : passed)}${unstable ? ` (${unstable} unstable)` : ""}`;
  return rest.length ? `${start}; ${rest.join(", ")}.` : `${start}.`;
}

/** What passed is not what its sources give: said beside the count of what passed. */
function otherBytes(run: RunRecord): string[] {
  const count = run.kernels.filter(isOther).length;
  const elsewhere = differsElsewhere(run);
  return [
    ...(count ? [`A clean build of ${pluralize(count, "kernel")} gives other bytes.`] : []),
    ...(elsewhere
      ? [`${pluralize(elsewhere, "step")} of other machines came out otherwise here.`]
      : []),
  ];
}

function isOther({ rebuilt }: RunRecord["kernels"][number]): boolean {
  return rebuilt?.result === "different";
}

/** `2 of 3 rebases apply; 1 does not.` */
function rebaseSentence({ series }: RunRecord): string {
  if (!series.length) return "No cell was judged.";
  const failed = series.filter((one) => !applies(one)).length;
  const all = pluralize(series.length, "rebase");
  if (!failed) return `${series.length} of ${all} ${series.length === 1 ? "applies" : "apply"}.`;
  const good = series.length - failed;
  return `${good} of ${all} ${good === 1 ? "applies" : "apply"}; ${failed} ${failed === 1 ? "does" : "do"} not.`;
}

function applies({ patches }: RunSeries): boolean {
  return patches.length > 0 && !patches.some(({ result }) => stuck.has(result));
}

const stuck: ReadonlySet<string> = new Set(["conflict", "blocked-by", "revisit"]);

const worstFirst: readonly Verdict[] = ["fail", "blocked", "base-broken", "infra", "inconclusive"];

/**
 * The verdict that speaks for the whole run: a pass only where every cell passed or was skipped for a reason, and the
 * kernels that were built again have the same bytes. What others bring makes no pass.
 */
export function overallVerdict(run: RunRecord): Verdict {
  const worst = worstFirst.find((verdict) => countOf(run, verdict) > 0);
  if (run.kernels.some(isOther)) return "fail";
  if (worst) return worst;
  if (!run.cells.length && run.series.length) return run.series.every(applies) ? "pass" : "fail";
  const own = run.cells.filter(({ realness }) => realness !== "imported");
  return own.some(({ verdict }) => verdict === "pass") ? "pass" : "skip";
}

function countOf(run: RunRecord, verdict: Verdict): number {
  return run.cells.filter((cell) => cell.verdict === verdict).length;
}

function are(count: number): string {
  return count === 1 ? "is" : "are";
}
