// Who may ask for a series by a comment, what of a pull request is run then, and what is said in the end.
// @module-tag process

import { lstat, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestOf } from "../model/digest.ts";
import { writeFiles } from "./folder-rig.ts";
import { GithubServer, repository, token } from "./github-server.ts";
import { jobBegins, LinesRig } from "./workflow-rig.ts";

let rig: LinesRig;
let server: GithubServer;

beforeEach(async () => {
  server = await GithubServer.start();
  rig = await LinesRig.make({
    "patches/one/series.yaml": "series: one\n",
    "patches/one/gone.patch": "old\n",
    "pipeline/main.ts": "ours\n",
  });
});
afterEach(() => server.close());

const comment = (body: string, login = "maintainer") => ({
  event_name: "issue_comment",
  event: {
    issue: { number: 100, pull_request: { url: "words" } },
    comment: { id: 5, body, user: { login }, author_association: "MEMBER" },
  },
});

const dispatched = { event_name: "workflow_dispatch", event: {} };

async function asked(event: object, inputs: object = {}) {
  const github = { api_url: server.baseUrl, repository, token, ...event };
  return rig.lines("series.yml", "asked", { context: { github, inputs } });
}

/** A pull request from a fork. */
async function opened(sha: string): Promise<void> {
  const body = JSON.stringify({
    title: "words",
    body: "words",
    head: "stranger:fork",
    base: "main",
  });
  const headers = { authorization: `token ${token}` };
  await fetch(`${server.baseUrl}/repos/${repository}/pulls`, { method: "POST", headers, body });
  Object.assign(server.pulls[0]?.["head"] ?? {}, { sha });
  server.seen.length = 0;
}

/** What a stranger's branch has, in the repository that the checkout is fetched from. */
async function branch(change: () => Promise<void>): Promise<string> {
  rig.commit();
  await change();
  const sha = rig.commit();
  rig.git("config", "uploadpack.allowAnySHA1InWant", "true");
  rig.git("checkout", "--quiet", "HEAD~1");
  return sha;
}

async function taken(sha: string, series = "one") {
  const server_url = `file://${rig.root}/..`;
  const needs = { asked: { outputs: { series, sha, head: "all" } } };
  return rig.lines("series.yml", "run", {
    only: /git fetch|twinboot run/,
    context: { github: { server_url, token: "secret" }, needs },
    env: { GITHUB_SERVER_URL: server_url, GITHUB_REPOSITORY: rig.root.split("/").at(-1) ?? "" },
  });
}

const theirs = () => readFile(join(rig.root, "patches/one/series.yaml"), "utf8");

describe("by a comment", () => {
  test.each(["write", "admin"])("those may ask who may %s", async (permission) => {
    server.talk.permissions.set("maintainer", permission);
    await opened("a".repeat(40));
    const { outputs, exitCode, log } = await asked(comment("/twinboot one\r\nmore words"));
    expect(exitCode, log).toBe(0);
    expect(outputs).toEqual({ series: "one", head: "debian", pull: "100", sha: "a".repeat(40) });
    expect(server.talk.reactions).toEqual(["5 eyes"]);
    expect(server.wrong).toEqual([]);
    expect(log).not.toContain(token);
  });

  test.each(["read", "none"])("nobody else: who may %s gets no run and no word", async (may) => {
    server.talk.permissions.set("maintainer", may);
    await opened("a".repeat(40));
    const { outputs, exitCode } = await asked(comment("/twinboot one"));
    expect(exitCode).toBe(0);
    expect(outputs).toEqual({ series: "", head: "", pull: "", sha: "" });
    expect(server.writes).toEqual([]);
    const needs = { asked: { outputs } };
    expect(jobBegins("series.yml", "plan", { needs })).toBe(false);
    expect(jobBegins("series.yml", "reply", { needs })).toBe(false);
  });

  test("nobody, where GitHub does not say what they may", async () => {
    const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
    server.mishaps.push({ route, how: "error-502" });
    const { outputs, exitCode } = await asked(comment("/twinboot one"));
    expect(exitCode).not.toBe(0);
    expect(outputs).toMatchObject({ series: "", pull: "" });
  });

  test.each(["/twinboot $(touch owned)", "/twinboot one two", "/twinboot ", "/twinboot ../one"])(
    "nothing that is no name: %j",
    async (body) => {
      server.talk.permissions.set("maintainer", "write");
      await opened("a".repeat(40));
      const { outputs, exitCode, log } = await asked(comment(body));
      expect(exitCode).toBe(2);
      expect(log).toContain("no name of a series");
      expect(outputs).toMatchObject({ series: "", pull: "100" });
      await expect(lstat(join(rig.root, "owned"))).rejects.toThrow("ENOENT");
    },
  );

  test.each<[string, object, boolean]>([
    ["on a pull request", comment("/twinboot one"), true],
    ["on an issue", { ...comment(""), event: { comment: { body: "/twinboot one" } } }, false],
    ["that says something else", comment("see /twinboot one"), false],
  ])("the job begins for one %s: %s", (_, github, does) => {
    expect(jobBegins("series.yml", "asked", { github })).toBe(does);
  });
});

describe("by hand", () => {
  test("a series of this branch is run, and nothing is said on a pull request", async () => {
    const { outputs, exitCode } = await asked(dispatched, { series: "one", head: "sid" });
    expect(exitCode).toBe(0);
    expect(outputs).toEqual({ series: "one", head: "sid", pull: "", sha: "" });
    expect(server.seen).toEqual([]);
    expect(jobBegins("series.yml", "reply", { needs: { asked: { outputs } } })).toBe(false);
  });

  test("a line of outputs does not come in with a name", async () => {
    const { exitCode, outputs } = await asked(dispatched, { series: "one\nsha=x", head: "all" });
    expect(exitCode).toBe(2);
    expect(outputs["sha"]).toBe("");
  });
});

describe("of a pull request from a fork", () => {
  test("its own version of the series is run, by this branch's pipeline", async () => {
    const sha = await branch(async () => {
      await rm(join(rig.root, "patches/one/gone.patch"));
      await writeFiles(rig.root, {
        "patches/one/series.yaml": "series: theirs\n",
        "pipeline/main.ts": "theirs\n",
      });
    });
    const ran = await taken(sha);
    expect(ran.exitCode, ran.log).toBe(0);
    expect(ran.log).toContain("asked: run --series one --head all");
    expect(ran.log).not.toContain("secret");
    expect(await theirs()).toBe("series: theirs\n");
    expect(await readFile(join(rig.root, "pipeline/main.ts"), "utf8")).toBe("ours\n");
    await expect(lstat(join(rig.root, "patches/one/gone.patch"))).rejects.toThrow("ENOENT");
  });

  test("a link is no way to a file of the machine", async () => {
    const sha = await branch(() => symlink("/etc/passwd", join(rig.root, "patches/one/a.patch")));
    await taken(sha);
    expect((await lstat(join(rig.root, "patches/one/a.patch"))).isFile()).toBe(true);
    expect(await readFile(join(rig.root, "patches/one/a.patch"), "utf8")).toBe("/etc/passwd");
  });

  test("nothing is run where it has no such series", async () => {
    const sha = await branch(async () => undefined);
    const ran = await taken(sha, "two");
    expect(ran.exitCode).toBe(2);
    expect(ran.log).toContain("the pull request has no patches/two/series.yaml");
    expect(ran.log).not.toContain("asked:");
  });

  test("a run by hand takes the checkout as it is", async () => {
    rig.commit();
    expect((await taken("")).log).toContain("asked: run --series one --head all");
    expect(await theirs()).toBe("series: one\n");
  });
});

describe("in the end", () => {
  const plan = "{}";
  const needs = (packed: string) => ({
    asked: { outputs: { pull: "100" } },
    plan: { outputs: { plan: digestOf(plan) } },
    run: { outputs: { packed }, result: "failure" },
  });

  async function reply(packed: string) {
    const run = { server_url: "https://github.test", run_id: 7 };
    const github = { ...run, api_url: server.baseUrl, repository, token };
    return rig.lines("series.yml", "reply", {
      only: /sha256sum|twinboot|curl --fail/,
      context: { github, needs: needs(packed) },
    });
  }

  test.each([0, 1, 3])("the matrix is written where merge ended with %i", async (code) => {
    await writeFiles(rig.root, { "plan/plan.json": plan, "reports/latest/run.json": "{}" });
    await rig.twinbootThat(`echo "asked: $*"; [ "$1" != merge ] || exit ${code}`);
    const ran = await reply("true");
    expect(ran.exitCode, ran.log).toBe(0);
    expect(ran.log).toContain("asked: merge --plan plan/plan.json part\n");
    expect(ran.log).toContain("asked: publish --comment 100\n");
    expect(server.talk.comments).toEqual([]);
  });

  test.each<[string, string, string]>([
    ["the run packed nothing", "", plan],
    ["the plan is not the one that was made", "true", "{ }"],
  ])("that there is none is said where %s", async (_, packed, text) => {
    await writeFiles(rig.root, { "plan/plan.json": text });
    expect((await reply(packed)).log).not.toContain("asked:");
    const body = expect.stringContaining(`https://github.test/${repository}/actions/runs/7`);
    expect(server.talk.comments).toMatchObject([{ on: 100, body: body as string }]);
    expect(server.wrong).toEqual([]);
  });

  test("nothing is said for a run that another took the place of", () => {
    const [over, done] = ["cancelled", "success"].map((result) =>
      jobBegins("series.yml", "reply", {
        needs: { ...needs("true"), run: { outputs: {}, result } },
      }),
    );
    expect([over, done]).toEqual([false, true]);
  });
});
