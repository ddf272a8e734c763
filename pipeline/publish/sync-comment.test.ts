// A reply on a GitHub that breaks off in the middle.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GithubServer, repository, token } from "../test/github-server.ts";
import { Github } from "../tools/github.ts";
import { syncComment } from "./sync-comment.ts";

const text = "# 1 of 2 cells passes";

let server: GithubServer;
beforeEach(async () => {
  server = await GithubServer.start();
});
afterEach(() => server.close());

async function replied(says = text): Promise<string[]> {
  const { baseUrl } = server;
  const github = new Github({ token, repository, baseUrl, secondMs: 1, paced: false });
  return syncComment(github, { pull: 7, text: says, secondMs: 1 });
}

describe("the matrix under a pull request", () => {
  test("is a comment there", async () => {
    expect(await replied()).toEqual(["matrix written under pull request 7"]);
    expect(server.wrong).toEqual([]);
    const body = expect.stringContaining(text) as string;
    expect(server.talk.comments).toMatchObject([{ on: 7, body }]);
  });

  test.each(["dropped", "lost", "error-502"] as const)(
    "is said once for each run, %s in between or not",
    async (how) => {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
      server.mishaps.push({ route, how });
      await replied();
      expect(await replied()).toEqual([]);
      expect(server.talk.comments).toHaveLength(1);
      await replied("# 2 of 2 cells pass");
      expect(server.talk.comments).toHaveLength(2);
    },
  );
});
