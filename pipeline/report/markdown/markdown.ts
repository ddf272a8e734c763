// A run as Markdown for a pull request or a step summary: the answer first, then its grounds.
// Sections stand in the order of their worth, so that the budget drops from the end on.

import type { RunRecord } from "../../model/record/run-record.ts";
import { findingsOf, type RunFinding } from "../facts/findings.ts";
import { actorOf, momentInWords, signOf } from "../facts/in-words.ts";
import { type Section, withinBudget } from "../safe/markdown-budget.ts";
import { fenced, plain, tableHead, tableRow } from "../safe/markdown-escape.ts";
import { provenanceSections } from "./provenance.ts";
import { importsSection } from "./imports.ts";
import { allowedSection, differencesSection } from "./difference.ts";
import { performanceSections } from "./performance.ts";
import { seriesSection } from "./series.ts";
import { matrixOf, type MatrixPlatform, verdictWords } from "../facts/matrix.ts";
import { type ReusedBoots, reusedBoots } from "../facts/reused-boots.ts";
import { unstableSection } from "./unstable.ts";
import { failureLines, overallVerdict, verdictSentence } from "../facts/verdict-sentence.ts";

const githubBudget = 900 * 1024;

/** At most `limitBytes` of Markdown in UTF-8; what was dropped for that is said at the top. */
export function renderMarkdown(run: RunRecord, limitBytes = githubBudget): string {
  const sections = [
    matrixSection(run),
    findingsSection(run),
    unstableSection(run),
    seriesSection(run),
    ...performanceSections(run),
  ];
  const more = [
    importsSection(run),
    allowedSection(run),
    differencesSection(run),
    ...provenanceSections(run),
  ];
  return withinBudget(startOf(run), [...sections, ...more], limitBytes);
}

function startOf(run: RunRecord): string {
  const sign = signOf(overallVerdict(run));
  const part = run.part === undefined ? "" : `, a part of the matrix: ${plain(run.part)}`;
  const when = plain(momentInWords(run.startedAt));
  const failures = failureLines(run).map((line) => `- ${plain(line)}`);
  const start = [`# ${sign} ${verdictSentence(run)}`, failures.join("\n")].filter(Boolean);
  const which = `Twinboot, run ${run.run}, ${when}${part}. ${reusedBoots(run).sentence}`;
  return [...start, which.trim()].join("\n\n");
}

function matrixSection(run: RunRecord): Section {
  const { kernels, groups, severalHeads } = matrixOf(run);
  const { mark } = reusedBoots(run);
  const names = kernels.map(({ head, series }) =>
    plain(severalHeads ? `${head} ${series}` : series),
  );
  const rows = groups.flatMap(({ name, platforms }) => {
    const title = tableRow([`**${name}**`].concat(names.map(() => "")));
    return [title].concat(platforms.map((platform) => matrixRow(platform, mark)));
  });
  return {
    title: "Matrix",
    intro: tableHead(["platform", ...names]),
    blocks: rows,
    between: "\n",
    blockName: "rows",
  };
}

function matrixRow(
  { platform, flavour, cells }: MatrixPlatform,
  mark: ReusedBoots["mark"],
): string {
  const words = cells.map((cell) => {
    if (!cell) return "";
    const older = mark(cell) && ` (${mark(cell)})`;
    return `${signOf(cell.verdict)} ${verdictWords(cell)}${older}`;
  });
  return tableRow([plain([platform, flavour].filter(Boolean).join(" ")), ...words]);
}

function findingsSection(run: RunRecord): Section {
  return {
    title: "Findings",
    blocks: findingsOf(run).map(findingBlock),
    between: "\n\n",
    blockName: "findings",
  };
}

function findingBlock(found: RunFinding): string {
  const { verdict, head, series, cells, finding, onlyUnder } = found;
  const where = [head, series].map((name) => plain(name)).join(" ");
  const platforms = cells.map((cell) => plain(cell.platform)).join(", ");
  const title = `### ${signOf(verdict)} ${verdict}: ${where} on ${platforms}`;
  if (!finding) return `${title}\n\nNo finding was recorded.`;
  const act = `**Who must act: ${actorOf(finding.fault)}.** ${plain(finding.summary, 1000)}`;
  return [title, act, ...onlyUnder.map((words) => plain(words)), ...deciding(finding)].join("\n\n");
}

function deciding({ line, detail }: NonNullable<RunFinding["finding"]>): string[] {
  if (line) return [`${plain(line.in)}, line ${line.line}:`, fenced([line.text])];
  if (!detail?.length) return [];
  const shown = detail.slice(0, 20);
  const more = detail.length - shown.length;
  return [fenced(more ? [...shown, `(${more} more lines in run.json)`] : shown)];
}
