// The workflows cannot run here; their shell lines can, in order, with the payloads of their events.

import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { storeDir } from "../../work/session.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { GithubServer, repository, token } from "../github-server.ts";
import { type Context, type Ran, runJob } from "../workflow-steps.ts";
import { twinboot } from "./cli-rig.ts";

const platforms = new Set(["bare-microvm", "bare-q35"]);

describe("the workflows", { tags: ["vm"] }, () => {
  let checkout: string;
  let files: string;
  let github: GithubServer;
  let store: string;

  beforeAll(async () => {
    // What is built for it stays for the other tests: the store of this one is thrown away.
    const built = await twinboot(["run", "--platform", [...platforms].join(",")]);
    expect(built.exitCode, built.stdout + built.stderr).toBe(0);
    checkout = await temporaryFolder();
    files = await temporaryFolder();
    await copyCheckout(checkout);
    await keepOnly(checkout);
    commitAll(checkout, "base");
    store = await ownStore();
    github = await GithubServer.start();
    // What git asks the server, which has no branch yet.
    execFileSync("git", ["init", "--quiet", "--bare", join(files, repository)]);
  }, 3_600_000);

  afterAll(() => github.close());

  function job(workflow: string, name: string, context: Context): Promise<Ran> {
    const path = join(checkout, ".github/workflows", workflow);
    const env = {
      TWINBOOT_STORE: store,
      GITHUB_REPOSITORY: repository,
      GITHUB_SHA: "c".repeat(40),
      GITHUB_API_URL: github.baseUrl,
      GITHUB_SERVER_URL: `file://${files}`,
      GITHUB_ACTIONS: "true",
      HOME: files,
    };
    return runJob(path, name, { cwd: checkout, files, context, env });
  }

  it("plan, run and publish a night: one job for each head and flavour, one that merges", async () => {
    const plan = await job("nightly.yml", "plan", {});
    expect(plan.exitCode, plan.log).toBe(0);
    const { include } = JSON.parse(plan.outputs["matrix"] ?? "") as { include: Context[] };
    expect(include).toEqual([{ head: "sid", flavour: "guest" }]);
    for (const matrix of include) {
      const ran = await job("nightly.yml", "run", { matrix });
      expect(ran.exitCode, ran.log).toBe(0);
      expect(ran.summary).toContain("cells pass");
      const part = join(
        checkout,
        "parts",
        `part-${String(matrix["flavour"])}-${String(matrix["head"])}`,
      );
      await cp(join(checkout, "packed"), part, { recursive: true });
    }
    await mkdir(join(checkout, "plan"));
    await cp(join(checkout, "plan.json"), join(checkout, "plan/plan.json"));
    const published = await job("nightly.yml", "publish", {
      github: { token },
      needs: { plan: { outputs: plan.outputs } },
    });
    expect(published.exitCode, published.log).toBe(0);
    expect(github.wrong).toEqual([]);
    expect(Object.keys(github.filesOf("reports"))).toEqual([
      expect.stringMatching(/^nights\/\d+\.json$/u),
    ]);
    expect(github.checks).toMatchObject([{ status: "completed", conclusion: "success" }]);
    expect(published.log).not.toContain(token);
  });

  it("run just the series that a pull request touches", async () => {
    const base = commitAll(checkout, "before");
    const cover = join(checkout, "patches/hypervisor-sysfs/cover.md");
    await writeFile(cover, `${await readFile(cover, "utf8")}\nMore words.\n`);
    commitAll(checkout, "touch a series");
    const ran = await job("ci.yml", "series", eventOf(base));
    expect(ran.exitCode, ran.log).toBe(0);
    expect(ran.log).toContain("hypervisor-sysfs");
    expect(ran.actions).not.toContain("actions/cache");
  });

  it("run nothing for a pull request that touches no series", async () => {
    const base = commitAll(checkout, "before");
    await writeFile(join(checkout, "NOTES"), "words\n");
    commitAll(checkout, "touch nothing");
    const ran = await job("ci.yml", "series", eventOf(base));
    expect(ran.exitCode, ran.log).toBe(0);
    expect(ran.log).toContain("no series is touched");
  });

  it.each([
    ["/twinboot hypervisor-sysfs", 0, "hypervisor-sysfs"],
    ["/twinboot $(touch /tmp/owned) x", 2, "--series needs a value: --series SERIES"],
    ["/twinboot nonsense\nsecond line", 2, "unknown series nonsense (available: "],
  ])("take a comment as data: %j", async (body, exitCode, words) => {
    const ran = await job("series.yml", "run", { github: { event: { comment: { body } } } });
    expect(ran.exitCode, ran.log).toBe(exitCode);
    expect(ran.log).toContain(words);
  });
});

function eventOf(sha: string): Context {
  return { github: { event: { pull_request: { base: { sha } } } } };
}

/** Two platforms, one head, one flavour: the lines are under test, not the matrix. */
async function keepOnly(checkout: string): Promise<void> {
  const folder = join(checkout, "images/platforms");
  for (const name of await readdir(folder))
    if (!platforms.has(name.replace(".yaml", ""))) await rm(join(folder, name));
  await rm(join(checkout, "images/known"), { recursive: true });
  const own = join(checkout, "twinboot.yaml");
  const installation = parse(await readFile(own, "utf8")) as Installation;
  const { sid } = installation.heads;
  const { bench: _, ...rest } = installation;
  const taken = { ...installation.default, heads: ["sid"], flavours: ["guest"] };
  const only = { ...rest, heads: { sid }, default: taken };
  await writeFile(own, stringify(only));
  for (const series of await readdir(join(checkout, "patches"))) {
    const path = join(checkout, "patches", series, "series.yaml");
    const described = parse(await readFile(path, "utf8")) as Record<
      string,
      Record<string, unknown>
    >;
    for (const key of ["expects", "skips"])
      if (described[key])
        described[key] = Object.fromEntries(
          Object.entries(described[key]).filter(([name]) => platforms.has(name)),
        );
    await writeFile(path, stringify(described));
  }
}

type Installation = { heads: Record<string, unknown>; default: object; bench?: object };

/** Kernels and heads of the store, without the folders they were built in: `gc` is one of the lines. */
async function ownStore(): Promise<string> {
  const store = await temporaryFolder();
  for (const name of ["files", "traces", "runs"])
    await cp(join(storeDir(), name), join(store, name), { recursive: true });
  const kept = (await readdir(join(storeDir(), "kept"))).filter(
    (name) => name === "heads.git" || name.startsWith("apt-"),
  );
  await mkdir(join(store, "kept"));
  for (const name of kept)
    await cp(join(storeDir(), "kept", name), join(store, "kept", name), { recursive: true });
  return store;
}

/** Gives the commit. */
function commitAll(checkout: string, message: string): string {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", checkout, "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      encoding: "utf8",
    });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "-m", message);
  return git("rev-parse", "HEAD").trim();
}
