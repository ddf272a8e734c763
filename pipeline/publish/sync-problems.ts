// Issues that follow the runs: opened when a problem comes, rewritten when it changes, closed when it goes.

import type { Problem, Publication } from "../model/record/publication.ts";
import type { Github } from "../tools/github.ts";

const label = "twinboot";

type Issue = {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null;
  readonly state: string;
  readonly pull_request?: object;
};

type Known = Issue & { readonly id: string; readonly rows: readonly string[] };

/** Returns what was done, one line each. Issues of rows without a verdict in this run stay as they are. */
export async function syncProblems(
  github: Github,
  { problems, judged }: Pick<Publication, "problems" | "judged">,
): Promise<string[]> {
  const known = await knownIssues(github);
  const done: string[] = [];
  for (const problem of problems) {
    const issue = known.find(({ id }) => id === problem.id);
    const what = issue
      ? await renewed(github, issue, { ...problem, rows: stillIn(issue, problem, judged) })
      : await opened(github, problem);
    if (what) done.push(what);
  }
  for (const issue of known.filter((one) => isOver(one, problems, judged)))
    done.push(await closed(github, issue));
  return done;
}

async function knownIssues(github: Github): Promise<Known[]> {
  const issues = await github.list<Issue>("GET /repos/{owner}/{repo}/issues", {
    labels: label,
    state: "all",
  });
  return issues
    .filter(({ pull_request }) => !pull_request)
    .flatMap((issue) => {
      const mark = /^<!-- twinboot: (.+) -->$/m.exec(issue.body ?? "")?.[1];
      if (mark === undefined) return [];
      const [id = "", ...rows] = mark.split(" | ");
      // Before there were rows, an id began with its own.
      return [{ ...issue, id, rows: rows.length ? rows : [id.split(" ").slice(0, 2).join(" ")] }];
    });
}

/** Rows without a verdict in this run keep the problem. */
function stillIn({ rows, state }: Known, problem: Problem, judged: readonly string[]): string[] {
  const unseen = state === "open" ? rows.filter((row) => !judged.includes(row)) : [];
  return [...new Set([...problem.rows, ...unseen])];
}

function isOver(
  { id, rows, state }: Known,
  problems: readonly Problem[],
  judged: readonly string[],
) {
  const all = rows.every((row) => judged.includes(row));
  return state === "open" && all && !problems.some((one) => one.id === id);
}

function textOf({ id, rows, body }: Problem): string {
  return `<!-- twinboot: ${[id, ...rows].join(" | ")} -->\n${body}\n`;
}

async function opened(github: Github, problem: Problem): Promise<string> {
  const { title } = problem;
  const issue = await github.ask<Issue>("POST /repos/{owner}/{repo}/issues", {
    title,
    body: textOf(problem),
    labels: [label],
  });
  return `issue ${issue.number} opened: ${title}`;
}

async function renewed(
  github: Github,
  { number, title, body, state }: Known,
  problem: Problem,
): Promise<string | undefined> {
  const text = textOf(problem);
  // GitHub gives line ends back as CR LF where somebody edited in a browser.
  const same = title === problem.title && body?.replaceAll("\r\n", "\n") === text;
  if (same && state === "open") return undefined;
  await github.ask("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    issue_number: number,
    title: problem.title,
    body: text,
    state: "open",
  });
  return `issue ${number} ${state === "open" ? "rewritten" : "opened again"}: ${problem.title}`;
}

async function closed(github: Github, { number, title }: Known): Promise<string> {
  await github.ask("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
    issue_number: number,
    state: "closed",
    state_reason: "completed",
  });
  return `issue ${number} closed: ${title}`;
}
