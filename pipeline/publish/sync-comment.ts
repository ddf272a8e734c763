// The result of a run, as a comment on the pull request on which it was requested.

import { digestOf } from "../model/digest.ts";
import type { Github } from "../tools/github.ts";
import { converge } from "./converge.ts";

type Reply = {
  /** Its number. */
  readonly pull: number;
  /** Markdown, at most 65,000 bytes. */
  readonly text: string;
  readonly secondMs?: number;
};

type Comment = { readonly body?: string };

/** The same text is there once, however often it is sent. Gives what was done, a line each. */
export async function syncComment(
  github: Github,
  { pull, text, secondMs }: Reply,
): Promise<string[]> {
  const marker = `<!-- twinboot: ${digestOf(text)} -->`;
  const of = { issue_number: pull };
  return converge(async () => {
    const route = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
    const known = await github.list<Comment>(`GET ${route}`, of);
    if (known.some(({ body }) => body?.startsWith(marker))) return [];
    await github.ask(`POST ${route}`, { ...of, body: `${marker}\n${text}\n` });
    return [`matrix written under pull request ${pull}`];
  }, secondMs);
}
