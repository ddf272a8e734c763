// What is wrong in a run, as issues that open, change and close with it: one for each crash, wherever it was seen, and
// else one for each series, head and reason.

import type { Problem } from "../../model/record/publication.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { digestOf } from "../../model/digest.ts";
import { crashTitle } from "../../model/judge/fingerprint.ts";
import { pluralize } from "../../model/pluralize.ts";
import { actorOf } from "../facts/in-words.ts";
import { oneLine } from "../safe/visible-text.ts";
import { code, fenced, plain } from "../safe/markdown-escape.ts";

const maxDetail = 40;

/** Infrastructure failures get no issue: the run itself reports them. Pure. */
export function problemsOf(run: RunRecord): Problem[] {
  const groups = new Map<string, RunCell[]>();
  for (const cell of run.cells.filter(({ verdict }) => ["fail", "blocked"].includes(verdict))) {
    const id = idOf(cell);
    groups.set(id, [...(groups.get(id) ?? []), cell]);
  }
  return [...groups].flatMap(([id, cells]) => {
    const [first] = cells;
    const rows = rowsOf(cells);
    return first
      ? [{ id, rows, title: titleOf(first, rows), body: bodyOf(run, first, cells) }]
      : [];
  });
}

function idOf({ series, head, finding, verdict }: RunCell): string {
  const crash = finding && crashTitle(finding);
  if (crash === undefined) return `${series} ${head} ${finding?.reason ?? verdict}`;
  return `${finding?.reason} ${digestOf(crash).slice(0, 12)}`;
}

function rowsOf(cells: readonly RunCell[]): string[] {
  return [...new Set(cells.map(({ series, head }) => `${series} ${head}`))];
}

/** The rows with a verdict in this run, as `series head`. */
export function judgedRows({ cells }: RunRecord): string[] {
  const judged = cells.filter(({ verdict }) => !["infra", "skip"].includes(verdict));
  return rowsOf(judged);
}

function titleOf({ finding, verdict }: RunCell, rows: readonly string[]): string {
  const crash = finding && crashTitle(finding);
  const what = finding?.reason ?? verdict;
  const where = rows.map((row) => row.replace(" ", " on ")).join(", ");
  return `${oneLine(where, 100)}: ${what}${crash === undefined ? "" : `: ${oneLine(crash, 120)}`}`;
}

function bodyOf(run: RunRecord, cell: RunCell, cells: readonly RunCell[]): string {
  const { series, head, platform, finding } = cell;
  const again = `./twinboot run --series ${series === "base" ? "all" : series} --head ${head} --platform ${platform}`;
  return [
    `**${plain(actorOf(finding?.fault))} must act.** ${plain(finding?.summary ?? "No finding was recorded.", 2000)}`,
    ...evidenceOf(finding),
    ...rowsOf(cells).map((row) => seenOn(run, row, cells)),
    `Again: ${code(again) === again ? again : fenced([again])}`,
    "This issue is closed by itself once the run passes here.",
  ].join("\n\n");
}

function seenOn(run: RunRecord, row: string, cells: readonly RunCell[]): string {
  const [series = "", head] = row.split(" ");
  const own = cells.filter((cell) => cell.series === series && cell.head === head);
  const pin = run.heads.find(({ name }) => name === head)?.pin ?? "";
  const on = own.map(({ platform }) => code(platform)).join(", ");
  return `${plain(series)}: seen on ${pluralize(own.length, "platform")}: ${on}; head: ${plain(pin)}.`;
}

/** The deciding line, then the lines around it. */
function evidenceOf(finding: RunCell["finding"]): string[] {
  const { line, detail = [] } = finding ?? {};
  return [
    ...(line ? [fenced([line.text])] : []),
    ...(detail.length ? [fenced(detail.slice(0, maxDetail))] : []),
  ];
}
