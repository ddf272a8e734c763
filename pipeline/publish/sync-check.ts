// The check run of a commit: one for each run, begun, filled with annotations fifty at a time, completed.

import { digestOf } from "../model/digest.ts";
import type { CheckReport } from "../model/record/publication.ts";
import type { Github } from "../tools/github.ts";

/** What GitHub takes in one request. */
const batch = 50;

type CheckRun = {
  readonly id: number;
  readonly status: string;
  readonly output: { readonly annotations_count: number };
};

/** The same report of the same commit is the same check; one that was left half is gone on with. Gives what was done. */
export async function syncCheck(
  github: Github,
  commit: string,
  report: CheckReport,
): Promise<string[]> {
  const external = digestOf(JSON.stringify([commit, report]));
  const known = await found(github, commit, report.name, external);
  if (known?.status === "completed") return [];
  const check =
    known ??
    (await github.ask<CheckRun>("POST /repos/{owner}/{repo}/check-runs", {
      name: report.name,
      head_sha: commit,
      external_id: external,
      status: "in_progress",
    }));
  await fill(github, check, report);
  return [`check ${report.name}: ${report.conclusion}, ${report.annotations.length} annotations`];
}

async function found(
  github: Github,
  commit: string,
  name: string,
  external: string,
): Promise<CheckRun | undefined> {
  const runs = await github.list<CheckRun & { external_id: string | null }>(
    "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    { ref: commit, check_name: name, filter: "all" },
  );
  return runs.find((one) => one.external_id === external);
}

/** Annotations of later requests are added to those that are there: it goes on where it stopped. */
async function fill(github: Github, check: CheckRun, report: CheckReport): Promise<void> {
  const { title, summary, conclusion, annotations } = report;
  const route = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
  const left = annotations.slice(check.output.annotations_count);
  for (let at = 0; at < left.length; at += batch) {
    const some = left
      .slice(at, at + batch)
      .map(({ path, line, level, title: heading, message }) => ({
        path,
        start_line: line,
        end_line: line,
        annotation_level: level,
        title: heading,
        message,
      }));
    const output = { title, summary, annotations: some };
    await github.ask(route, { check_run_id: check.id, output });
  }
  const done = { status: "completed", conclusion, output: { title, summary } };
  await github.ask(route, { check_run_id: check.id, ...done });
}
