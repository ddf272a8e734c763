// What is wrong in a run, as issues that open, change and close with it: one for each series, head and cause.

import type { Problem } from "../model/publication.ts";
import type { RunCell, RunRecord } from "../model/run-record.ts";
import { counted } from "../model/counted.ts";
import { actorOf } from "./in-words.ts";
import { code, fenced, plain } from "./markdown-escape.ts";

const maxDetail = 40;

/** Infrastructure is nobody's issue here: the run itself says it. Pure. */
export function problemsOf(run: RunRecord): Problem[] {
  const groups = new Map<string, RunCell[]>();
  for (const cell of run.cells.filter(({ verdict }) => ["fail", "blocked"].includes(verdict))) {
    const id = `${cell.series} ${cell.head} ${cell.finding?.reason ?? cell.verdict}`;
    groups.set(id, [...(groups.get(id) ?? []), cell]);
  }
  return [...groups].flatMap(([id, cells]) => {
    const [first] = cells;
    return first ? [{ id, title: titleOf(first), body: bodyOf(run, first, cells) }] : [];
  });
}

/** The rows that the run came to a verdict on, `series head`. */
export function judgedRows({ cells }: RunRecord): string[] {
  const judged = cells.filter(({ verdict }) => !["infra", "skip"].includes(verdict));
  return [...new Set(judged.map(({ series, head }) => `${series} ${head}`))];
}

function titleOf({ series, head, finding, verdict }: RunCell): string {
  return `${series} on ${head}: ${finding?.reason ?? verdict}`;
}

function bodyOf(run: RunRecord, cell: RunCell, cells: readonly RunCell[]): string {
  const { series, head, finding } = cell;
  const pin = run.heads.find(({ name }) => name === head)?.pin ?? "";
  const on = cells.map(({ platform }) => code(platform)).join(", ");
  const platforms = [...new Set(cells.map(({ platform }) => platform))].join(",");
  const again = `./twinboot run --series ${series === "base" ? "all" : series} --head ${head} --platform ${platforms}`;
  return [
    `**${plain(actorOf(finding?.fault))} must act.** ${plain(finding?.summary ?? "No finding was recorded.", 2000)}`,
    ...evidenceOf(finding),
    `Seen on ${counted(cells.length, "platform")}: ${on}; head: ${plain(pin)}.`,
    `Again: ${code(again) === again ? again : fenced([again])}`,
    "This issue is closed by itself once the run passes here.",
  ].join("\n\n");
}

/** The line that decided, then what stands around it. */
function evidenceOf(finding: RunCell["finding"]): string[] {
  const { line, detail = [] } = finding ?? {};
  return [
    ...(line ? [fenced([line.text])] : []),
    ...(detail.length ? [fenced(detail.slice(0, maxDetail))] : []),
  ];
}
