// What people say to each other on a GitHub, and what they may do there.

import type { Answer } from "./github-mishaps.ts";

type Sent = Readonly<Record<string, unknown>>;
type Handler = (sent: Sent, path: Readonly<Record<string, string>>) => Answer;

export class GithubTalk {
  readonly comments: Sent[] = [];
  /** What was put to a comment: `NUMBER CONTENT`. */
  readonly reactions: string[] = [];
  /** Who is named here may do that; others may read. */
  readonly permissions = new Map<string, string>();

  readonly handlers: Readonly<Record<string, Handler>> = {
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission": (_, { username = "" }) => {
      const permission = this.permissions.get(username) ?? "read";
      return { status: 200, body: { permission, role_name: permission, user: null } };
    },
    "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": () => ({
      status: 200,
      body: this.comments.map(({ id, body }) => ({ id, body })),
    }),
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": ({ body }, path) => {
      const comment = { id: this.comments.length + 1, body };
      this.comments.push({ ...comment, on: Number(path["issue_number"]) });
      return { status: 201, body: comment };
    },
    "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": ({ content }, path) => {
      this.reactions.push(`${path["comment_id"]} ${String(content)}`);
      return { status: 201, body: { content } };
    },
  };
}
