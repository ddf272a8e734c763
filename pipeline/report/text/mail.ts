// A run as one plain-text mail: the verdict first, at most 75 columns, no markup. A draft that is never sent.

import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { type CellChange, changesOf } from "../facts/changes.ts";
import { earlyWarnings } from "../facts/early-warnings.ts";
import { findingsOf, type RunFinding } from "../facts/findings.ts";
import type { History } from "../facts/history.ts";
import { pluralize } from "../../model/pluralize.ts";
import { actorOf, momentInWords } from "../facts/in-words.ts";
import { imageStatement, kernelImages } from "../facts/kernel-images.ts";
import { reproduceCommand } from "../facts/reproduce.ts";
import { staleSources } from "../facts/stale-sources.ts";
import { tallyOf } from "../facts/matrix.ts";
import { failedAttempts, unstableCells } from "../facts/unstable.ts";
import { failureLines, overallVerdict, verdictSentence } from "../facts/verdict-sentence.ts";
import { oneLine } from "../safe/visible-text.ts";
import { wrapped } from "../safe/wrapped-text.ts";

const shownCells = 12;
const shownFindings = 20;

/** A header, an empty line, the text; ends with a line feed. `history` ends with the run. */
export function renderMail(run: RunRecord, history: History): string {
  const changes = changesOf(run, history);
  const parts = [
    header(run),
    wrapped(verdictSentence(run)),
    failureLines(run)
      .map((one) => item(one))
      .join("\n"),
    testedOn(run),
    section("Build", buildLines(run)),
    section("Possible regressions", changeLines(changes, ["regressed", "new"])),
    section("Fixed", changeLines(changes, ["fixed"])),
    section("Changed", changeLines(changes, ["changed"])),
    section("Findings", findingLines(findingsOf(run))),
    section("Unstable", unstableLines(run)),
    section(
      "What will break",
      earlyWarnings(run).map((one) => item(one)),
    ),
    section(
      "Sources that did not move",
      staleSources(run, history).map(({ words }) => item(words)),
    ),
    section("Summary", summaryLines(run)),
    section("Reproduce", reproduceLines(run)),
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

/** No addresses: the sender adds them. */
function header(run: RunRecord): string {
  const subject = `[twinboot] ${overallVerdict(run)}: ${verdictSentence(run)}`;
  return [
    `Subject: ${oneLine(subject, 66)}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
  ].join("\n");
}

/** Only if every cell passed: a line for scripts that collect them, without the tester's address. */
function testedOn(run: RunRecord): string {
  if (overallVerdict(run) !== "pass" || !run.cells.length) return "";
  return "Tested-by: <whoever ran it: name and address>";
}

function section(title: string, lines: readonly string[]): string {
  return lines.length ? [`## ${title}`, ...lines].join("\n") : "";
}

function item(text: string): string {
  return wrapped(`* ${oneLine(text, 400)}`, "  ");
}

function buildLines(run: RunRecord): string[] {
  const { host, hypervisors } = run;
  const heads = run.heads.map(({ name, release = "", commit = "", channel }) =>
    item(`head: ${name} ${release} (${channel}) ${commit.slice(0, 12)}`),
  );
  const images = kernelImages(run).flatMap((image) => {
    const rows = image.rows.map((row) => item(`kernel: ${row.head} ${row.series} ${row.flavour}`));
    const identity = [`sha256 ${image.digest}`, oneLine(imageStatement(image))];
    return rows.concat(identity.map((one) => wrapped(`  ${one}`, "  ")));
  });
  const built = hypervisors.map(({ name, version }) => `${name} ${version}`).join(", ");
  const tools = [`QEMU ${host.qemu}`, host.compiler, built, host.kvm ? "KVM" : "TCG"].filter(
    Boolean,
  );
  return [
    item(`run: ${run.run} of ${momentInWords(run.startedAt)}`),
    ...heads,
    ...images,
    item(`tools: ${tools.join("; ")}`),
  ];
}

function changeLines(
  changes: readonly CellChange[],
  kinds: readonly CellChange["kind"][],
): string[] {
  const own = changes.filter(({ kind }) => kinds.includes(kind));
  const lines = own.slice(0, shownFindings).map(({ cell, before, problems, moved }) => {
    const was = before ? ` (${before.verdict} in run ${before.run})` : "";
    const other = problems ? `, by another problem: ${problems.now}, was ${problems.before}` : "";
    const why = moved.length ? `; moved: ${moved.join("; ")}` : "";
    return item(`${cellName(cell)}: ${cell.verdict}${was}${oneLine(other, 400)}${why}`);
  });
  return [...lines, ...more(own.length - lines.length)];
}

function findingLines(findings: readonly RunFinding[]): string[] {
  const lines = findings.slice(0, shownFindings).flatMap((one) => findingLine(one));
  return [...lines, ...more(findings.length - shownFindings)];
}

function findingLine(found: RunFinding): string[] {
  const { verdict, head, series, cells, finding, onlyUnder } = found;
  const names = cells.map(({ platform }) => platform);
  const others = names.length - shownCells;
  const where = [...names.slice(0, shownCells), ...(others > 0 ? [`${others} more`] : [])];
  const lines = [item(`${verdict}: ${head} ${series} on ${where.join(", ")}`)];
  if (!finding) return lines;
  const words = `${actorOf(finding.fault)} must act: ${finding.summary}`;
  const { line } = finding;
  const place = line ? [`${line.in}:${line.line}: ${line.text}`] : [];
  return [
    ...lines,
    ...[words, ...onlyUnder, ...place].map((one) => wrapped(`  ${oneLine(one, 400)}`, "  ")),
  ];
}

/** What passed in the end, what went wrong before, and who should look at it. */
function unstableLines(run: RunRecord): string[] {
  return unstableCells(run).flatMap((cell) => {
    const title = item(`${cellName(cell)}: did not pass in ${tallyOf(cell)} boots`);
    const boots = failedAttempts(cell).map((words) => wrapped(`  ${oneLine(words, 400)}`, "  "));
    return [title].concat(boots);
  });
}

function summaryLines({ cells, series }: RunRecord): string[] {
  const verdicts = Map.groupBy(cells, ({ verdict }) => verdict);
  const counts = [...verdicts].map(([verdict, own]) => `${verdict} ${own.length}`);
  const patches = series.flatMap((one) => one.patches);
  const results = Map.groupBy(patches, ({ result }) => result);
  const fared = [...results].map(([result, own]) => `${result} ${own.length}`);
  return [
    item(`${pluralize(cells.length, "cell")}: ${counts.join(", ") || "none"}`),
    item(`patches on heads: ${fared.join(", ") || "none"}`),
  ];
}

function reproduceLines({ run, cells }: RunRecord): string[] {
  const failed = cells.find(({ verdict }) => verdict === "fail") ?? cells[0];
  const own = failed ? [item(reproduceCommand(failed))] : [];
  return [...own, item(`./twinboot verify-report ${run}`)];
}

function more(count: number): string[] {
  return count > 0 ? [item(`and ${count} more in run.json`)] : [];
}

function cellName({ head, series, platform }: RunCell): string {
  return [head, series, platform].join(" ");
}
