// One rolling pull request for each series that needs a refresh: a branch with one commit on the default branch.

import { createHash } from "node:crypto";
import type { Refresh } from "../model/publication.ts";
import type { Github } from "../tools/github.ts";

export type Branch = { readonly name: string; readonly commit: string; readonly tree: string };

type Pull = {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null;
};

/** The branch that a series' refresh stands on. */
function branchOf(series: string): string {
  return `twinboot/refresh/${series}`;
}

/** Gives what was done. The branch is pushed only where a file or the message is another than there. */
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

/** For a series that applies as it is: an open pull request of it is over, and so is its branch. */
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
  const { object } = await github.ask<{ object: { sha: string } }>(
    "GET /repos/{owner}/{repo}/git/ref/{ref}",
    { ref: `heads/${name}` },
  );
  const { tree } = await commitAt(github, object.sha);
  return { name, commit: object.sha, tree: tree.sha };
}

type Commit = { readonly message: string; readonly tree: { readonly sha: string } };

async function commitAt(github: Github, sha: string): Promise<Commit> {
  return github.ask<Commit>("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
    commit_sha: sha,
  });
}

/** Whether the branch holds these files and this message: where it was begun does not matter. */
async function isPushed(github: Github, branch: string, refresh: Refresh): Promise<boolean> {
  const ref = await github.find<{ object: { sha: string } }>(
    "GET /repos/{owner}/{repo}/git/ref/{ref}",
    { ref: `heads/${branch}` },
  );
  if (!ref) return false;
  const { message, tree } = await commitAt(github, ref.object.sha);
  if (message.trim() !== refresh.message.trim()) return false;
  const there = await blobsIn(github, tree.sha);
  const kept = [...refresh.files].every(([path, text]) => there.get(path) === blobId(text));
  return kept && refresh.removed.every((path) => !there.has(path));
}

async function blobsIn(github: Github, tree: string): Promise<Map<string, string>> {
  const { tree: entries } = await github.ask<{ tree: { path: string; sha: string }[] }>(
    "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
    { tree_sha: tree, recursive: "1" },
  );
  return new Map(entries.map(({ path, sha }) => [path, sha]));
}

/** The name that git gives to these bytes. */
function blobId(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Objects first, the branch last: a break in between leaves what nobody sees. */
async function push(github: Github, base: Branch, refresh: Refresh): Promise<string> {
  const branch = branchOf(refresh.series);
  const entries: object[] = refresh.removed.map((path) => entryOf(path, null));
  for (const [path, text] of refresh.files) {
    const content = Buffer.from(text, "latin1").toString("base64");
    const made = await github.ask<{ sha: string }>("POST /repos/{owner}/{repo}/git/blobs", {
      content,
      encoding: "base64",
    });
    entries.push(entryOf(path, made.sha));
  }
  const tree = await github.ask<{ sha: string }>("POST /repos/{owner}/{repo}/git/trees", {
    base_tree: base.tree,
    tree: entries,
  });
  const commit = await github.ask<{ sha: string }>("POST /repos/{owner}/{repo}/git/commits", {
    message: refresh.message,
    tree: tree.sha,
    parents: [base.commit],
  });
  await point(github, branch, commit.sha);
  return `branch ${branch} pushed: ${refresh.files.size} files`;
}

function entryOf(path: string, sha: string | null): object {
  return { path, mode: "100644", type: "blob", sha };
}

async function point(github: Github, branch: string, sha: string): Promise<void> {
  const there = await github.find("GET /repos/{owner}/{repo}/git/ref/{ref}", {
    ref: `heads/${branch}`,
  });
  if (there)
    await github.ask("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
      ref: `heads/${branch}`,
      sha,
      force: true,
    });
  else
    await github.ask("POST /repos/{owner}/{repo}/git/refs", { ref: `refs/heads/${branch}`, sha });
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
