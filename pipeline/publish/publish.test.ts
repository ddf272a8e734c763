// Publishing to a GitHub that keeps what it is sent, and breaks off in the middle.

import { afterAll, describe, expect, test, vi } from "vitest";
import type { Publication, Refresh } from "../model/record/publication.ts";
import type { Mishap } from "../test/github-mishaps.ts";
import { GithubServer, repository, token } from "../test/github-server.ts";
import { nightOf } from "../model/record/night-of.ts";
import { runFixture } from "../test/run-fixture.ts";
import { Github } from "../tools/github.ts";
import { publish } from "./publish.ts";

const servers: GithubServer[] = [];
afterAll(() => servers.splice(0).forEach((server) => server.close()));

async function started(...mishaps: Mishap[]): Promise<GithubServer> {
  const server = await GithubServer.start();
  server.mishaps.push(...mishaps);
  servers.push(server);
  return server;
}

const commit = "c".repeat(40);

type Client = { readonly paced?: boolean; readonly token?: string };

async function published(server: GithubServer, publication: Publication, client: Client = {}) {
  const { baseUrl } = server;
  const github = new Github({ token, repository, baseUrl, secondMs: 1, paced: false, ...client });
  return publish(github, publication, { commit, secondMs: 1 });
}

const refresh: Refresh = {
  series: "s",
  title: "patches/s: refresh onto 7.3",
  body: "words",
  message: "patches/s: refresh onto 7.3\n\none.patch: drifted 3\n",
  files: new Map([
    ["patches/s/one.patch", "diff \xff\n"],
    ["patches/s/series", "one.patch\n"],
  ]),
  removed: ["patches/s/two.patch"],
};

const panic = { id: "panic 0123456789ab", rows: ["s sid"], title: "s on sid: panic" };

function publicationWith(change: Partial<Publication> = {}): Publication {
  return {
    check: {
      name: "twinboot",
      conclusion: "failure",
      title: "1 of 2 cells passes",
      summary: "# 1 of 2",
      annotations: Array.from({ length: 120 }, (_, at) => ({
        path: "patches/s/one.patch",
        line: at + 1,
        level: "failure" as const,
        title: "conflict",
        message: `line ${at + 1}`,
      })),
    },
    problems: [{ ...panic, body: "It panics." }],
    judged: ["base sid", "s sid"],
    refreshes: [refresh],
    rebased: ["s"],
    ...change,
  };
}

describe("what a run has to say", () => {
  test("is a check, an issue and a pull request, and every request and answer is one of GitHub's", async () => {
    const server = await started();
    await published(server, publicationWith());
    expect(server.wrong).toEqual([]);
    expect(server.checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    expect(server.issues).toMatchObject([{ title: "s on sid: panic", state: "open" }]);
    expect(server.pulls).toMatchObject([{ title: refresh.title, state: "open" }]);
    expect(Object.keys(server.filesOf("twinboot/refresh/s")).toSorted()).toEqual([
      "README.md",
      "patches/s/one.patch",
      "patches/s/series",
    ]);
  });

  test("is said once, however often it is published", async () => {
    const server = await started();
    await published(server, publicationWith());
    const { writes } = server;
    expect(await published(server, publicationWith())).toEqual([]);
    expect(server.writes).toEqual(writes);
  });

  test("has all its annotations, fifty in a request, each once", async () => {
    const server = await started();
    await published(server, publicationWith());
    const annotations = server.checks[0]?.["annotations"] as { start_line: number }[];
    expect(annotations.map(({ start_line }) => start_line)).toEqual(
      Array.from({ length: 120 }, (_, at) => at + 1),
    );
  });
});

// The server would fill in an example of a pull request.
const byHand = { number: 1, title: "mine", body: "words", state: "open", pull_request: undefined };

describe("an issue", () => {
  test("is rewritten when the problem changes", async () => {
    const server = await started();
    await published(server, publicationWith());
    const problems = [{ ...panic, body: "Elsewhere." }];
    await published(server, publicationWith({ problems }));
    expect(server.issues).toHaveLength(1);
    expect(server.issues[0]?.["body"]).toContain("Elsewhere.");
  });

  test("is closed when the problem is gone, and opened again when it is back", async () => {
    const server = await started();
    await published(server, publicationWith());
    await published(server, publicationWith({ problems: [] }));
    expect(server.issues).toMatchObject([{ state: "closed", state_reason: "completed" }]);
    await published(server, publicationWith());
    expect(server.issues).toMatchObject([{ state: "open" }]);
  });

  test("of a row that a run did not come to stays as it is", async () => {
    const server = await started();
    await published(server, publicationWith());
    await published(server, publicationWith({ problems: [], judged: ["base sid", "s bookworm"] }));
    expect(server.issues).toMatchObject([{ state: "open" }]);
  });

  test("of a crash that two series have is one, and closes when neither has it", async () => {
    const server = await started();
    const problems = [{ ...panic, rows: ["s sid", "t sid"], body: "It panics." }];
    await published(server, publicationWith({ problems }));
    await published(server, publicationWith({ problems: [], judged: ["s sid"] }));
    expect(server.issues).toMatchObject([{ state: "open" }]);
    await published(server, publicationWith({ judged: ["s sid"] }));
    expect(server.issues[0]?.["body"]).toContain("| s sid | t sid -->");
    await published(server, publicationWith({ problems: [], judged: ["s sid", "t sid"] }));
    expect(server.issues).toMatchObject([{ state: "closed" }]);
  });

  test("that was opened before rows were written down closes with its own", async () => {
    const server = await started();
    server.issues.push({ ...byHand, body: "<!-- twinboot: s sid panic -->\nIt panics.\n" });
    await published(server, publicationWith({ problems: [] }));
    expect(server.issues).toMatchObject([{ state: "closed" }]);
  });

  test("that somebody wrote by hand is left alone", async () => {
    const server = await started();
    server.issues.push({ ...byHand });
    await published(server, publicationWith({ problems: [] }));
    expect(server.issues).toMatchObject([{ title: "mine", state: "open" }]);
  });
});

const night = (run: number) => ({ ...nightOf(runFixture()), run });

describe("the history", () => {
  test("is a file for each run on a branch of its own, beside those of the runs before", async () => {
    const server = await started();
    await published(server, publicationWith({ night: night(7) }));
    await published(server, publicationWith({ night: night(8) }));
    expect(server.wrong).toEqual([]);
    expect(Object.keys(server.filesOf("reports"))).toEqual(["nights/7.json", "nights/8.json"]);
  });

  test("takes a run once, and never in place of another", async () => {
    const server = await started();
    await published(server, publicationWith({ night: night(7) }));
    expect(await published(server, publicationWith({ night: night(7) }))).toEqual([]);
    const other = { ...night(7), startedAt: "2026-01-01T00:00:00.000Z" };
    await expect(published(server, publicationWith({ night: other }))).rejects.toThrow(
      "nights/7.json on the branch reports belongs to a different run 7",
    );
  });

  test("is whole when it breaks off before the branch moves", async () => {
    const route = "POST /repos/{owner}/{repo}/git/refs";
    const server = await started({ route, how: "dropped" });
    await published(server, publicationWith({ night: night(7), refreshes: [], rebased: [] }));
    expect(Object.keys(server.filesOf("reports"))).toEqual(["nights/7.json"]);
  });
});

describe("the branch of a refresh", () => {
  const push = "PATCH /repos/{owner}/{repo}/git/refs/{ref}";

  test("is not pushed again when only the default branch has moved", async () => {
    const server = await started();
    await published(server, publicationWith());
    server.pushToMain("elsewhere");
    await published(server, publicationWith());
    expect(server.writes).not.toContain(push);
  });

  test.each([
    ["a diff", { files: new Map([...refresh.files, ["patches/s/one.patch", "other\n"]]) }],
    ["a message", { message: "patches/s: refresh onto 7.4\n" }],
  ])("is pushed again when %s changes", async (_, change) => {
    const server = await started();
    await published(server, publicationWith());
    await published(server, publicationWith({ refreshes: [{ ...refresh, ...change }] }));
    expect(server.writes.filter((route) => route === push)).toHaveLength(1);
    expect(server.pulls).toHaveLength(1);
  });

  test("goes with its pull request once the series applies as it is", async () => {
    const server = await started();
    await published(server, publicationWith());
    await published(server, publicationWith({ refreshes: [] }));
    expect(server.pulls).toMatchObject([{ state: "closed" }]);
    expect([...server.refs.keys()]).toEqual(["heads/main"]);
  });
});

const routes = [
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "POST /repos/{owner}/{repo}/check-runs",
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
  "GET /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/issues",
  "GET /repos/{owner}/{repo}/git/ref/{ref}",
  "POST /repos/{owner}/{repo}/git/blobs",
  "POST /repos/{owner}/{repo}/git/trees",
  "POST /repos/{owner}/{repo}/git/commits",
  "POST /repos/{owner}/{repo}/git/refs",
  "GET /repos/{owner}/{repo}/pulls",
  "POST /repos/{owner}/{repo}/pulls",
];

describe.concurrent.each(routes)("%s", (route) => {
  const once = async (how: "error-502" | "dropped" | "lost") => {
    const server = await started({ route, how });
    await published(server, publicationWith());
    expect(server.wrong).toEqual([]);
    expect(server.mishaps).toEqual([]);
    expect(server.checks).toHaveLength(1);
    expect(server.checks[0]?.["annotations"]).toHaveLength(120);
    expect(server.issues).toHaveLength(1);
    expect(server.pulls).toHaveLength(1);
    expect(await published(server, publicationWith())).toEqual([]);
  };
  test("lost: all is there in the end, once", () => once("lost"));
  const slow = { tags: ["vm"] };
  test.each(["error-502", "dropped"] as const)("%s: all is there in the end, once", slow, once);
});

test.each(["rate-limit", "secondary-limit"] as const)(
  "a %s is waited for, and what was limited is sent again once",
  async (how) => {
    const server = await started({ route: "POST /repos/{owner}/{repo}/issues", how });
    const { check } = publicationWith();
    const small = publicationWith({
      check: { ...check, annotations: [] },
      refreshes: [],
      rebased: [],
    });
    await withQuickClock(() => published(server, small, { paced: true }));
    expect(server.mishaps).toEqual([]);
    expect(server.issues).toHaveLength(1);
  },
);

/** Octokit's throttle waits by its own clock: a second of it goes by in some milliseconds of ours. */
async function withQuickClock<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  const ticking = setInterval(() => vi.advanceTimersByTime(1000), 5);
  return work().finally(() => {
    clearInterval(ticking);
    vi.useRealTimers();
  });
}

test("a GitHub that never answers ends in words, after four tries", async () => {
  const route = "POST /repos/{owner}/{repo}/check-runs";
  const server = await started(
    ...Array.from({ length: 4 }, () => ({ route, how: "dropped" as const })),
  );
  await expect(published(server, publicationWith())).rejects.toThrow("GitHub did not answer");
});

test("a refusal is not tried again, names what the token needs and never the token", async () => {
  const route = "POST /repos/{owner}/{repo}/issues";
  const server = await started({ route, how: "refused" });
  const error: unknown = await published(server, publicationWith()).catch((one: unknown) => one);
  expect(error).toMatchObject({ hint: expect.stringContaining("issues") as string });
  const everything = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
  expect(everything).toContain("403");
  expect(everything).not.toContain(token);
});

test("a wrong token is never repeated", async () => {
  const server = await started();
  const wrong = published(server, publicationWith(), { token: "ghs_wrong999" });
  const error: unknown = await wrong.catch((one: unknown) => one);
  expect(String(error)).toContain("401");
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("ghs_wrong999");
});
