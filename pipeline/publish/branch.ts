// Branches of the repository on GitHub: reads one, and adds a commit on top of another.

import { createHash } from "node:crypto";
import type { Github } from "../tools/github.ts";

export type Branch = {
  readonly name: string;
  readonly commit: string;
  /** The tree of its last commit, and that commit's message. */
  readonly tree: string;
  readonly message: string;
};

export type Push = {
  readonly branch: string;
  /** What the commit stands on; absent: it is the first of a history of its own. */
  readonly base?: Branch;
  readonly message: string;
  /** Path in the repository -> bytes as latin1 characters. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths that go. */
  readonly removed: readonly string[];
};

export async function branchNamed(github: Github, name: string): Promise<Branch | undefined> {
  const ref = await github.find<{ object: { sha: string } }>(
    "GET /repos/{owner}/{repo}/git/ref/{ref}",
    { ref: `heads/${name}` },
  );
  if (!ref) return undefined;
  const { message, tree } = await github.ask<{ message: string; tree: { sha: string } }>(
    "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
    { commit_sha: ref.object.sha },
  );
  return { name, commit: ref.object.sha, tree: tree.sha, message };
}

/** Path -> the name that git gives to the file's bytes. */
export async function filesAt(github: Github, { tree }: Branch): Promise<Map<string, string>> {
  const { tree: entries } = await github.ask<{ tree: { path: string; sha: string }[] }>(
    "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
    { tree_sha: tree, recursive: "1" },
  );
  return new Map(entries.map(({ path, sha }) => [path, sha]));
}

/** The name that git gives to these bytes. */
export function blobId(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Objects first, the branch last: an interruption leaves nothing visible. */
export async function pushFiles(github: Github, push: Push): Promise<void> {
  const { branch, base, message, removed, files } = push;
  const entries: object[] = removed.map((path) => entryOf(path, null));
  for (const [path, text] of files) {
    const content = Buffer.from(text, "latin1").toString("base64");
    const made = await github.ask<{ sha: string }>("POST /repos/{owner}/{repo}/git/blobs", {
      content,
      encoding: "base64",
    });
    entries.push(entryOf(path, made.sha));
  }
  const tree = await github.ask<{ sha: string }>("POST /repos/{owner}/{repo}/git/trees", {
    ...(base ? { base_tree: base.tree } : {}),
    tree: entries,
  });
  const commit = await github.ask<{ sha: string }>("POST /repos/{owner}/{repo}/git/commits", {
    message,
    tree: tree.sha,
    parents: base ? [base.commit] : [],
  });
  await point(github, branch, commit.sha);
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
