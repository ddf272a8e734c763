// One rolling pull request for each series that needs a refresh: a branch with one commit on the default branch.

import { UserError } from "../model/errors.ts";
import type { Refresh } from "../model/record/publication.ts";
import type { Github } from "../tools/github.ts";
import { type Branch, blobId, branchNamed, filesAt, pushFiles } from "./branch.ts";

type Pull = {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null;
};

/** The branch that a series' refresh stands on. */
function branchOf(series: string): string {
  return `twinboot/refresh/${series}`;
}

/** Returns what was done. The branch is pushed only if a file or the message differs. */
export async function syncRefresh(
  github: Github,
  base: Branch,
  refresh: Refresh,
): Promise<string[]> {
  const branch = branchOf(refresh.series);
  const pushed = (await isPushed(github, branch, refresh))
    ? []
    : [await push(github, base, refresh)];
  const [pull] = await openPulls(github, refresh.series);
  return [
    ...pushed,
    ...(pull ? await rewritten(github, pull, refresh) : [await opened(github, base, refresh)]),
  ];
}

/** For a series that applies as it is: closes its pull request and removes its branch. */
export async function endRefresh(github: Github, series: string): Promise<string[]> {
  const pulls = await openPulls(github, series);
  for (const { number } of pulls)
    await github.ask("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
      pull_number: number,
      state: "closed",
    });
  if (pulls.length)
    await github.find("DELETE /repos/{owner}/{repo}/git/refs/{ref}", {
      ref: `heads/${branchOf(series)}`,
    });
  return pulls.map(({ number }) => `pull request ${number} closed: ${series} applies as it is`);
}

/** Where the default branch stands. */
export async function defaultBranch(github: Github): Promise<Branch> {
  const { default_branch: name } = await github.ask<{ default_branch: string }>(
    "GET /repos/{owner}/{repo}",
  );
  const branch = await branchNamed(github, name);
  if (!branch) throw new UserError(`GitHub has no branch ${name}`, "push a first commit");
  return branch;
}

/** Whether the branch holds these files and this message: where it was begun does not matter. */
async function isPushed(github: Github, name: string, refresh: Refresh): Promise<boolean> {
  const branch = await branchNamed(github, name);
  if (branch?.message.trim() !== refresh.message.trim()) return false;
  const there = await filesAt(github, branch);
  const kept = [...refresh.files].every(([path, text]) => there.get(path) === blobId(text));
  return kept && refresh.removed.every((path) => !there.has(path));
}

async function push(github: Github, base: Branch, refresh: Refresh): Promise<string> {
  const branch = branchOf(refresh.series);
  await pushFiles(github, { branch, base, ...refresh });
  return `branch ${branch} pushed: ${refresh.files.size} files`;
}

async function openPulls(github: Github, series: string): Promise<Pull[]> {
  const pulls = await github.list<Pull & { head: { ref: string } }>(
    "GET /repos/{owner}/{repo}/pulls",
    { state: "open" },
  );
  return pulls.filter(({ head }) => head.ref === branchOf(series));
}

async function opened(github: Github, base: Branch, refresh: Refresh): Promise<string> {
  const { title, body, series } = refresh;
  const pull = await github.ask<Pull>("POST /repos/{owner}/{repo}/pulls", {
    title,
    body,
    head: branchOf(series),
    base: base.name,
    maintainer_can_modify: true,
  });
  return `pull request ${pull.number} opened: ${title}`;
}

async function rewritten(github: Github, pull: Pull, { title, body }: Refresh): Promise<string[]> {
  if (pull.title === title && pull.body?.replaceAll("\r\n", "\n") === body) return [];
  await github.ask("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
    pull_number: pull.number,
    title,
    body,
  });
  return [`pull request ${pull.number} rewritten: ${title}`];
}
