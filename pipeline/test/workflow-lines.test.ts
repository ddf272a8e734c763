// Shell lines of the workflows that decide what is run and what is published, with a twinboot that says what it was asked.
// @module-tag process

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { digestOf } from "../model/digest.ts";
import { writeFiles } from "./folder-rig.ts";
import { LinesRig, workflowsFolder as folder } from "./workflow-rig.ts";

const workflows = readdirSync(folder);
const actions = join(folder, "../actions");

type Step = { uses?: string; if?: string; run?: string; "continue-on-error"?: boolean };
type Job = {
  permissions: Record<string, string>;
  container?: { image: string };
  steps: Step[];
};
type Workflow = { defaults?: { run?: { shell?: string } }; jobs: Record<string, Job> };

let rig: LinesRig;
let root: string;

beforeEach(async () => {
  rig = await LinesRig.make({
    "patches/README": "words\n",
    "patches/one/series.yaml": "series: one\n",
    "patches/two/series.yaml": "series: two\n",
  });
  ({ root } = rig);
});

const history = (server: string) =>
  rig.lines("nightly.yml", "publish", {
    only: /ls-remote/,
    context: { github: { token: "secret" } },
    env: { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: "." },
  });

const merged = (does: string, there = "") =>
  rig.twinbootThat(`echo "asked: $*"; ${does}`).then(() =>
    rig.lines("nightly.yml", "publish", {
      only: /twinboot merge/,
      context: { steps: { history: { outputs: { there } } } },
    }),
  );

const wrote = "mkdir -p reports/latest; touch reports/latest/run.json;";

const held = (plan: string) =>
  rig.lines("nightly.yml", "publish", {
    only: /sha256sum/,
    context: { needs: { plan: { outputs: { plan } } } },
  });

const packed = () => rig.lines("nightly.yml", "run", { only: /twinboot pack/ });

/** A pull request as a runner checks it out: its merge into the branch. */
function merge(): void {
  rig.git("checkout", "--quiet", "-b", "theirs");
  rig.commit();
  rig.git("checkout", "--quiet", "-");
  rig.git("merge", "--quiet", "--no-ff", "-m", "merge", "theirs");
}

const touched = () =>
  rig.lines("ci.yml", "series", {
    only: /git --literal-pathspecs/,
    context: { github: { event_name: "pull_request" } },
  });

const left = async (ref: string, secrets = {}) => {
  const context = { github: { ref }, secrets, matrix: { head: "sid", flavour: "guest" } };
  await rig.twinbootThat('echo "asked: $*"; exit 1');
  return rig.lines("nightly.yml", "run", { only: /twinboot (?:run|gc)/, context });
};

const made = (gib: string) =>
  rig.lines("ci.yml", "check", { only: /df --output/, env: gib ? { NEEDED: gib } : {} });

describe("of a pull request the job runs", () => {
  test("the series that it touches, by their names", async () => {
    rig.commit();
    await writeFile(join(root, "patches/one/cover.md"), "words\n");
    await writeFile(join(root, "patches/two/cover.md"), "words\n");
    merge();
    const ran = await touched();
    expect(ran.log).toContain("asked: run --series one,two --head debian");
    expect(ran.exitCode, ran.log).toBe(0);
  });

  test("nothing that only the branch has moved since", async () => {
    rig.commit();
    rig.git("checkout", "--quiet", "-b", "theirs");
    await writeFile(join(root, "patches/one/cover.md"), "words\n");
    rig.commit();
    rig.git("checkout", "--quiet", "-");
    await writeFile(join(root, "patches/two/cover.md"), "words\n");
    rig.commit();
    rig.git("merge", "--quiet", "--no-ff", "-m", "merge", "theirs");
    expect((await touched()).log).toContain("asked: run --series one --head debian");
  });

  test.each<[string, () => Promise<void>]>([
    ["another file", () => writeFile(join(root, "NOTES"), "words\n")],
    ["a file beside the series", () => writeFile(join(root, "patches/README"), "more\n")],
    ["a series that goes", () => rm(join(root, "patches/two"), { recursive: true })],
  ])("nothing where it touches %s", async (_, change) => {
    rig.commit();
    await change();
    merge();
    const ran = await touched();
    expect(ran.log).toContain("no series is touched");
    expect(ran.exitCode, ran.log).toBe(0);
  });

  test("nothing, and fails, where git cannot say what it touches", async () => {
    rig.commit();
    const ran = await touched();
    expect(ran.log).not.toContain("no series is touched");
    expect(ran.exitCode).toBe(128);
  });
});

describe("what a night publishes", () => {
  test("stands after the nights before it: a branch that is there, and one that never was", async () => {
    rig.commit();
    const first = await history(`file://${root}`);
    expect(first).toMatchObject({ exitCode: 0, steps: { history: { outputs: {} } } });
    execFileSync("git", ["-C", root, "branch", "reports"]);
    const { exitCode, steps, log } = await history(`file://${root}`);
    expect({ exitCode, steps }).toEqual({
      exitCode: 0,
      steps: { history: { outputs: { there: "true" } } },
    });
    expect(log).not.toContain("secret");
  });

  test("is nothing where the history cannot be asked for", async () => {
    const ran = await history(`file://${root}/nowhere`);
    expect(ran.exitCode).toBe(128);
    expect(ran.steps["history"]?.outputs).toEqual({});
  });

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
    expect(ran.log).toMatch(/--history history\/nights parts\/\*$/m);
  });

  test("is the only part too, which has no folder of its own", async () => {
    await writeFiles(root, { "parts/run.json": "{}", "parts/traces/a.json": "{}" });
    const ran = await merged(`${wrote} exit 0`);
    expect(ran.log).toContain("asked: merge --plan plan/plan.json parts\n");
  });

  test("is held against the plan that was made, and no other", async () => {
    await writeFiles(root, { "plan/plan.json": "{}" });
    expect((await held(digestOf("{}"))).exitCode).toBe(0);
    expect((await held("0".repeat(64))).exitCode).toBe(1);
    expect((await held("")).exitCode).toBe(1);
  });

  test("is of this night's run: a machine whose run came to no end packs none of an older one", async () => {
    const none = await packed();
    expect(none.exitCode).toBe(1);
    expect(none.log).not.toContain("asked");
    await writeFiles(root, { "reports/latest/run.json": "{}" });
    expect((await packed()).log).toContain("asked: pack --output packed");
  });
});

describe("a night's job leaves its store to the next", () => {
  test("where something was found, as a night with findings is the one to go on from", async () => {
    const ran = await left("refs/heads/main");
    expect(ran.exitCode).toBe(1);
    expect(ran.log).toContain("asked: gc --keep 3");
    expect(ran.actions).toContain("actions/cache/save");
  });

  test("in the remote store alone, where it has a key for it", async () => {
    const ran = await left("refs/heads/main", { TWINBOOT_STORE_KEY: "a key" });
    expect(ran.actions.filter((action) => action.startsWith("actions/cache"))).toEqual([]);
  });

  test("but not from another branch", async () => {
    expect((await left("refs/heads/other")).actions).not.toContain("actions/cache/save");
  });
});

describe("a machine", () => {
  test("says what is free before anything begins", async () => {
    expect((await made("")).log).toMatch(/disk: \d+ GiB are free, this job needs 4/);
  });

  test("ends where that is not enough, and says what to do", async () => {
    const ran = await made("999999");
    expect(ran.exitCode).toBe(3);
    expect(ran.log).toContain("this job needs 999999; take a larger runner");
  });

  test("lets git read a checkout that another user owns", async () => {
    rig.commit();
    const only = /safe\.directory|series is touched/;
    const context = { github: { event_name: "pull_request" } };
    const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1" };
    const ran = await rig.lines("ci.yml", "series", { only, context, env });
    expect(ran.log).not.toContain("dubious ownership");
  });
});

describe.each(readdirSync(actions))("the action %s", (name) => {
  const text = readFileSync(join(actions, name, "action.yml"), "utf8");
  const { runs } = parse(text) as { runs: { steps: (Step & { shell?: string })[] } };

  test("loses no exit status, and no text of its script is somebody else's", () => {
    for (const { run = "", shell } of runs.steps) {
      expect(shell).toBe("bash");
      expect(run).not.toContain("${{");
    }
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
        expect(step.run ?? "").not.toContain("${{");
      }
  });

  test("leaves nothing for a night but from the main branch, and takes none where it may write", () => {
    for (const { permissions, steps } of jobs) {
      const uses = (action: string) => steps.filter((one) => one.uses?.startsWith(`${action}@`));
      expect(uses("actions/cache")).toEqual([]);
      for (const save of uses("actions/cache/save"))
        expect(save.if).toMatch(
          /^\$\{\{ always\(\) && github\.ref == 'refs\/heads\/main'(?: && | \}\}$)/,
        );
      const writes = Object.entries(permissions).filter(([, may]) => may === "write");
      const restores = uses("actions/cache/restore");
      if (writes.some(([what]) => what !== "packages")) expect(restores).toEqual([]);
      // Nothing that came out of a cache may be signed.
      if (writes.length)
        expect(restores.filter((one) => one.if !== "${{ env.SIGNED != 'true' }}")).toEqual([]);
    }
  });

  test("has what tests need before npm runs them: ./twinboot leaves it out elsewhere", () => {
    for (const { steps } of jobs) {
      const lines = steps.flatMap(({ run = "" }) => run.split("\n"));
      const npm = lines.findIndex((line) => line.startsWith("npm "));
      const got = lines.findIndex((line) => line.startsWith("./twinboot test"));
      if (npm !== -1) expect(lines.slice(got, npm)).toContain("./twinboot test --help");
    }
  });

  test("takes actions and images by what they are, not by what they are called", () => {
    for (const { container, steps } of jobs) {
      expect(container?.image ?? "debian:12@sha256:").toMatch(/^debian:12@sha256:/);
      for (const { uses = "" } of steps.filter((step) => step.uses))
        expect(uses).toMatch(/^(?:\.\/\.github\/actions\/[a-z]+|[a-z/-]+@[0-9a-f]{40})$/);
    }
  });
});
