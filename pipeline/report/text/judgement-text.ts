// A judgement for a terminal. The log is hostile text: what is quoted of it is made visible.

import type { Finding } from "../../model/judge/finding.ts";
import type { LogJudgement } from "../../model/judge/judge-log.ts";
import type { SavedJudgement } from "../../model/judge/judge-saved.ts";
import { pluralize } from "../../model/pluralize.ts";
import { oneLine } from "../safe/visible-text.ts";

/** Of a saved console with a guest's records. */
export function savedText(judgement: SavedJudgement): string {
  const { verdict, finding, tests, facts, notProved, allowed = [] } = judgement;
  const known = allowed.map(
    ({ by, reason, text }) => `allowed by ${by} (${reason}): ${oneLine(text)}`,
  );
  if (finding) return [...findingLines(verdict, finding), ...known].join("\n");
  const { "kernel.release": release = "a kernel", "log.paravirt": banner = "" } = facts;
  const { "kernel.buildId": buildId = "" } = facts;
  const passed = tests.filter(({ result }) => result === "pass").length;
  const words = `${verdict}: ${release}${buildId && ` (build-id ${buildId})`}, ${passed} of ${pluralize(tests.length, "test")} passed${banner ? `, "${banner}"` : ""}`;
  return [oneLine(words), ...known, ...notProvedLines(notProved)].join("\n");
}

/** Of a log without them. */
export function logText({ verdict, findings, tests, notProved, empty }: LogJudgement): string {
  if (empty) return `${verdict}: the log is empty`;
  const count = (wanted: string): number => tests.filter(({ result }) => result === wanted).length;
  const totals = `${pluralize(tests.length, "test")}: ${count("pass")} passed, ${count("fail")} failed, ${count("skip")} skipped`;
  const first = findings.length ? [] : [`${verdict}: nothing wrong was found, and nothing proved`];
  return [
    ...first,
    ...findings.flatMap((finding) => findingLines(verdict, finding)),
    ...(tests.length ? [totals] : []),
    ...notProvedLines(notProved),
  ].join("\n");
}

function notProvedLines(notProved: readonly string[]): string[] {
  return notProved.length ? ["not proved by this log:", ...notProved.map((one) => `  ${one}`)] : [];
}

const shownDetails = 30;

function findingLines(
  verdict: string,
  { reason, fault, summary, line, detail = [] }: Finding,
): string[] {
  const who = fault === "series" ? "the kernel" : `the ${fault}`;
  const at = line ? [`${line.in}:${line.line}: ${oneLine(line.text)}`] : [];
  const more = detail.slice(0, shownDetails).map((one) => `  ${oneLine(one)}`);
  return [`${verdict}: ${reason} (${who}): ${oneLine(summary, 600)}`, ...at, ...more];
}
