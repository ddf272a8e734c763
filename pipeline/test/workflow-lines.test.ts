// Shell lines of the workflows that decide what is run and what is published, with a twinboot that says what it was asked.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { temporaryFolder, writeFiles } from "./folder-rig.ts";
import { type Ran, runJob } from "./workflow-steps.ts";

const folder = resolve(import.meta.dirname, "../../.github/workflows");
const workflows = readdirSync(folder);

type Step = { uses?: string; if?: string; run?: string; "continue-on-error"?: boolean };
type Workflow = {
  defaults?: { run?: { shell?: string } };
  jobs: Record<string, { permissions: Record<string, string>; steps: Step[] }>;
};

let root: string;
let files: string;

beforeEach(async () => {
  [root, files] = [await temporaryFolder(), await temporaryFolder()];
  await twinbootThat('echo "asked: $*"');
  await writeFiles(root, {
    "patches/README": "words\n",
    "patches/one/series.yaml": "series: one\n",
    "patches/two/series.yaml": "series: two\n",
  });
  execFileSync("git", ["init", "--quiet", root]);
});

async function twinbootThat(does: string): Promise<void> {
  await writeFile(join(root, "twinboot"), `#!/bin/sh\n${does}\n`);
  await chmod(join(root, "twinboot"), 0o755);
}

function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      encoding: "utf8",
    });
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "-m", "x");
  return git("rev-parse", "HEAD").trim();
}

type How = { readonly context?: object; readonly env?: Readonly<Record<string, string>> };

/** Its log is what the lines printed, without themselves. */
async function lines(workflow: string, job: string, only: RegExp, how: How = {}): Promise<Ran> {
  const path = join(folder, workflow);
  const env = { HOME: files, ...how.env };
  const context = { ...how.context };
  const ran = await runJob(path, job, { cwd: root, files, only, context, env });
  const { jobs } = parse(readFileSync(path, "utf8")) as Workflow;
  const texts = jobs[job]?.steps.flatMap(({ run }) => (run ? [`$ ${run}`] : [])) ?? [];
  return { ...ran, log: texts.reduce((log, text) => log.replace(text, ""), ran.log) };
}

describe("of a pull request the job runs", () => {
  const touched = (sha: string) =>
    lines("ci.yml", "series", /git config/, {
      context: { github: { event: { pull_request: { base: { sha } } } } },
    });

  test("the series that it touches, by their names", async () => {
    const base = commit();
    await writeFile(join(root, "patches/one/cover.md"), "words\n");
    await writeFile(join(root, "patches/two/cover.md"), "words\n");
    commit();
    const ran = await touched(base);
    expect(ran.log).toContain("asked: run --series one,two --head all");
    expect(ran.exitCode, ran.log).toBe(0);
  });

  test.each<[string, () => Promise<void>]>([
    ["another file", () => writeFile(join(root, "NOTES"), "words\n")],
    ["a file beside the series", () => writeFile(join(root, "patches/README"), "more\n")],
    ["a series that goes", () => rm(join(root, "patches/two"), { recursive: true })],
  ])("nothing where it touches %s", async (_, change) => {
    const base = commit();
    await change();
    commit();
    const ran = await touched(base);
    expect(ran.log).toContain("no series is touched");
    expect(ran.exitCode, ran.log).toBe(0);
  });

  test("nothing, and fails, where git cannot say what it touches", async () => {
    commit();
    const ran = await touched("0".repeat(40));
    expect(ran.log).not.toContain("no series is touched");
    expect(ran.exitCode).toBe(128);
  });
});

describe("what a night publishes", () => {
  const history = (server: string) =>
    lines("nightly.yml", "publish", /ls-remote/, {
      context: { github: { token: "secret" } },
      env: { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: "." },
    });

  test("stands after the nights before it: a branch that is there, and one that never was", async () => {
    commit();
    expect(await history(`file://${root}`)).toMatchObject({ exitCode: 0, outputs: {} });
    execFileSync("git", ["-C", root, "branch", "reports"]);
    const { exitCode, outputs, log } = await history(`file://${root}`);
    expect({ exitCode, outputs }).toEqual({ exitCode: 0, outputs: { there: "true" } });
    expect(log).not.toContain("secret");
  });

  test("is nothing where the history cannot be asked for", async () => {
    const ran = await history(`file://${root}/nowhere`);
    expect(ran.exitCode).toBe(128);
    expect(ran.outputs).toEqual({});
  });

  const merged = (does: string, there = "") =>
    twinbootThat(`echo "asked: $*"; ${does}`).then(() =>
      lines("nightly.yml", "publish", /twinboot merge/, {
        context: { steps: { history: { outputs: { there } } } },
      }),
    );
  const wrote = "mkdir -p reports/latest; touch reports/latest/run.json;";

  test.each([
    ["all passes", `${wrote} exit 0`, 0],
    ["something is found", `${wrote} exit 1`, 0],
    ["a cell has no answer", `${wrote} exit 3`, 0],
    ["no part holds", "exit 2", 2],
    ["nothing was merged, as the disk is full", "exit 3", 1],
    ["twinboot itself is wrong", `${wrote} exit 70`, 70],
  ])("depends on how merge ended: %s", async (_, does, exitCode) => {
    const ran = await merged(does);
    expect(ran.log).toContain("asked: merge --plan plan/plan.json parts/*");
    expect(ran.exitCode, ran.log).toBe(exitCode);
  });

  test("asks for the history where there is one", async () => {
    const ran = await merged(`${wrote} exit 0`, "true");
    expect(ran.log).toContain("--history history/nights parts/*");
  });

  test("is held against the plan that was made, and no other", async () => {
    await writeFiles(root, { "plan/plan.json": "{}" });
    const held = (plan: string) =>
      lines("nightly.yml", "publish", /sha256sum/, {
        context: { needs: { plan: { outputs: { plan } } } },
      });
    const good = execFileSync("sha256sum", [join(root, "plan/plan.json")], { encoding: "utf8" });
    expect((await held(good.slice(0, 64))).exitCode).toBe(0);
    expect((await held("0".repeat(64))).exitCode).toBe(1);
    expect((await held("")).exitCode).toBe(1);
  });

  test("is of this night's run: a machine whose run came to no end packs none of an older one", async () => {
    const packed = () => lines("nightly.yml", "run", /twinboot pack/);
    const none = await packed();
    expect(none.exitCode).toBe(1);
    expect(none.log).not.toContain("asked");
    await writeFiles(root, { "reports/latest/run.json": "{}" });
    expect((await packed()).log).toContain("asked: pack --output packed");
  });
});

describe.each(workflows)("%s", (name) => {
  const workflow = parse(readFileSync(join(folder, name), "utf8")) as Workflow;
  const jobs = Object.values(workflow.jobs);

  test("loses no exit status: a shell with pipefail, no step that may fail unseen", () => {
    expect(workflow.defaults?.run?.shell).toBe("bash");
    for (const { steps } of jobs)
      for (const step of steps) {
        expect(step["continue-on-error"]).toBeUndefined();
        expect(step.run ?? "").not.toMatch(/\|\| *(?:true|:)(?:\s|$)/);
      }
  });

  test("leaves nothing for a night but from the main branch, and takes none where it may write", () => {
    for (const { permissions, steps } of jobs) {
      const uses = (action: string) => steps.filter((one) => one.uses?.startsWith(`${action}@`));
      expect(uses("actions/cache")).toEqual([]);
      for (const save of uses("actions/cache/save"))
        expect(save.if).toBe("${{ github.ref == 'refs/heads/main' }}");
      if (Object.values(permissions).includes("write"))
        expect(uses("actions/cache/restore")).toEqual([]);
    }
  });
});
