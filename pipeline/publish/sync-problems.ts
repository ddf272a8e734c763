// Issues that follow the runs: opened when a problem comes, rewritten when it changes, closed when it goes.

import type { Problem, Publication } from "../model/publication.ts";
import type { Github } from "../tools/github.ts";

const label = "twinboot";

type Issue = {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null;
  readonly state: string;
  readonly pull_request?: object;
};

type Known = Issue & { readonly id: string };

/** Gives what was done, a line each. Issues of rows that the run did not come to stay as they are. */
export async function syncProblems(
  github: Github,
  { problems, judged }: Pick<Publication, "problems" | "judged">,
): Promise<string[]> {
  const known = await knownIssues(github);
  const done: string[] = [];
  for (const problem of problems) {
    const issue = known.find(({ id }) => id === problem.id);
    const what = issue ? await renewed(github, issue, problem) : await opened(github, problem);
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
      const id = /^<!-- twinboot: (.+) -->$/m.exec(issue.body ?? "")?.[1];
      return id === undefined ? [] : [{ ...issue, id }];
    });
}

/** The first three words of an id are series, head and cause. */
function isOver({ id, state }: Known, problems: readonly Problem[], judged: readonly string[]) {
  const row = id.split(" ").slice(0, 2).join(" ");
  return state === "open" && judged.includes(row) && !problems.some((one) => one.id === id);
}

function textOf({ id, body }: Problem): string {
  return `<!-- twinboot: ${id} -->\n${body}\n`;
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
