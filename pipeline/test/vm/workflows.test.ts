// The workflows cannot run here; their shell lines can, in order, with the payloads of their events.

import { execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { storeDir } from "../../work/session.ts";
import { copyCheckout } from "../checkout-copy.ts";
import { temporaryFolder } from "../folder-rig.ts";
import { Forgery, passAll } from "../forged-part-rig.ts";
import { GithubServer, repository, token } from "../github-server.ts";
import type { Context } from "../workflow-expressions.ts";
import { type Ran, runJob } from "../workflow-steps.ts";
import { twinboot } from "./cli-rig.ts";

const platforms = new Set(["bare-microvm", "bare-q35"]);

describe("the workflows", { tags: ["vm", "nightly"] }, () => {
  let checkout: string;
  let files: string;
  let github: GithubServer;
  let store: string;
  /** What the planning job of the night gives to those that need it. */
  let planned: Ran["outputs"];

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
    // A newer library below the compiler would be another toolchain for all that this machine has built.
    await writeFile(join(files, "apt.conf"), 'APT::Get::Upgrade "false";\n');
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
      APT_CONFIG: join(files, "apt.conf"),
    };
    return runJob(path, name, { cwd: checkout, files, context, env });
  }

  it("plan, run and publish a night: one job for each head and flavour, one that merges", async () => {
    const plan = await job("nightly.yml", "plan", {});
    expect(plan.exitCode, plan.log).toBe(0);
    planned = plan.outputs;
    const { include } = JSON.parse(plan.outputs["matrix"] ?? "") as { include: Context[] };
    expect(include).toEqual([{ head: "sid", flavour: "guest" }]);
    // The one line that says so is for people: what planned the night prints the matrix alone.
    const heads = await job("nightly.yml", "heads", {});
    expect(heads.exitCode, heads.log).toBe(0);
    expect(heads.log).toMatch(
      /upstream is out of reach \(.*nowhere.*\): debian is taken instead\n/,
    );
    for (const matrix of include) {
      const needs = { heads: { outputs: heads.outputs } };
      const ran = await job("nightly.yml", "run", { matrix, needs });
      expect(ran.exitCode, ran.log).toBe(0);
      expect(ran.summary).toContain("cells pass");
      const part = join(
        checkout,
        "parts",
        `part-${String(matrix["flavour"])}-${String(matrix["head"])}`,
      );
      await cp(join(checkout, "packed"), part, { recursive: true });
    }
    const certified = await job("nightly.yml", "certify", {});
    expect(certified.exitCode, certified.log).toBe(0);
    await mkdir(join(checkout, "plan"));
    await cp(join(checkout, "plan.json"), join(checkout, "plan/plan.json"));
    const published = await job("nightly.yml", "publish", {
      github: { token },
      needs: { plan: { outputs: plan.outputs } },
    });
    expect(published.exitCode, published.log).toBe(0);
    expect(github.wrong).toEqual([]);
    expect(Object.keys(github.filesOf("reports")).toSorted()).toEqual([
      expect.stringMatching(/^certificates\/bookworm_linux-image-cloud-amd64_small-\w+\.json$/u),
      expect.stringMatching(/^nights\/\d+\.json$/u),
    ]);
    const site = join(checkout, "reports/latest");
    const [first, page] = ["index.html", "certificates/index.html"];
    expect(await readFile(join(site, first), "utf8")).toContain(`href="${page}"`);
    const certificates = await readFile(join(site, page), "utf8");
    expect(certificates).toContain('href="../index.html"');
    const [, bulletin = ""] = /href="([^"]*\/bulletin\.html)"/.exec(certificates) ?? [];
    expect(await readFile(join(site, "certificates", bulletin), "utf8")).toContain("certified");
    expect(github.checks).toMatchObject([{ status: "completed", conclusion: "success" }]);
    expect(published.log).not.toContain(token);
  });

  it("publish nothing of a part that claims passes without evidence", async () => {
    const [part = ""] = await readdir(join(checkout, "parts"));
    await new Forgery(join(checkout, "parts", part)).run(passAll);
    const [before, needs] = [github.writes.length, { plan: { outputs: planned } }];
    const published = await job("nightly.yml", "publish", { github: { token }, needs });
    expect(published.exitCode).toBe(2);
    expect(published.log).toContain("says pass and nothing was judged");
    expect(github.writes).toHaveLength(before);
  });

  it("run just the series that a pull request touches", async () => {
    await merged(async () => {
      const cover = join(checkout, "patches/hypervisor-sysfs/cover.md");
      await writeFile(cover, `${await readFile(cover, "utf8")}\nMore words.\n`);
    });
    const ran = await job("ci.yml", "series", pullRequest);
    expect(ran.exitCode, ran.log).toBe(0);
    expect(ran.log).toContain("hypervisor-sysfs");
    expect(ran.actions).not.toContain("actions/cache");
  });

  it("run nothing for a pull request that touches no series", async () => {
    await merged(() => writeFile(join(checkout, "NOTES"), "words\n"));
    const ran = await job("ci.yml", "series", pullRequest);
    expect(ran.exitCode, ran.log).toBe(0);
    expect(ran.log).toContain("no series is touched");
  });

  it("answer a comment: plan and run the series, and write the matrix under the pull request", async () => {
    const sha = commitAll(checkout, "theirs");
    gitIn(checkout, "push", "--quiet", join(files, repository), "HEAD:refs/heads/theirs");
    const asked = { outputs: { series: "hypervisor-sysfs", head: "all", pull: "100", sha } };
    const own = { token, repository, api_url: github.baseUrl };
    const plan = await job("series.yml", "plan", { github: own, needs: { asked } });
    expect(plan.exitCode, plan.log).toBe(0);
    const run = await job("series.yml", "run", { github: own, needs: { asked, plan } });
    expect(run.exitCode, run.log).toBe(0);
    for (const [from, to] of [
      ["packed", "part"],
      ["plan.json", "plan/plan.json"],
    ] as const)
      await cp(join(checkout, from), join(checkout, to), { recursive: true, force: true });
    const reply = await job("series.yml", "reply", { github: own, needs: { asked, plan, run } });
    expect(reply.exitCode, reply.log).toBe(0);
    expect(github.wrong).toEqual([]);
    const body = expect.stringContaining("hypervisor-sysfs") as string;
    expect(github.talk.comments).toMatchObject([{ on: 100, body }]);
  });

  it("run nothing where the name is no series'", async () => {
    const asked = { outputs: { series: "nonsense", head: "all", pull: "", sha: "" } };
    const ran = await job("series.yml", "plan", { needs: { asked } });
    expect(ran.exitCode, ran.log).toBe(2);
    expect(ran.log).toContain("unknown series nonsense (available: ");
  });

  /** What a runner checks out of a pull request: its merge. */
  async function merged(change: () => Promise<void>): Promise<void> {
    commitAll(checkout, "before");
    gitIn(checkout, "checkout", "--quiet", "-B", "theirs");
    await change();
    commitAll(checkout, "a pull request");
    gitIn(checkout, "checkout", "--quiet", "-");
    gitIn(checkout, "merge", "--quiet", "--no-ff", "-m", "merge", "theirs");
  }
});

const pullRequest: Context = { github: { event_name: "pull_request" } };

/** Two platforms, one head, one flavour: the lines are under test, not the matrix. */
async function keepOnly(checkout: string): Promise<void> {
  const folder = join(checkout, "images/platforms");
  for (const name of await readdir(folder))
    if (!platforms.has(name.replace(".yaml", ""))) await rm(join(folder, name));
  await rm(join(checkout, "images/known"), { recursive: true });
  // None of the two runs under one.
  for (const name of await readdir(join(checkout, "hypervisor")))
    await rm(join(checkout, "hypervisor", name), { recursive: true });
  const own = join(checkout, "twinboot.yaml");
  const installation = parse(await readFile(own, "utf8")) as Installation;
  const { sid } = installation.heads;
  const { bench: _, ...rest } = installation;
  const taken = { ...installation.default, heads: ["sid"], flavours: ["guest"] };
  const mainline = { kind: "git", url: "file:///nowhere", ref: "master", channel: "warning" };
  const sets = {
    debian: { heads: ["sid"] },
    upstream: { heads: ["mainline"], otherwise: "debian" },
  };
  const certify = [{ suite: "bookworm", package: "linux-image-cloud-amd64", profile: "small" }];
  const only = { ...rest, heads: { sid, mainline }, sets, certify, default: taken };
  for (const profile of await readdir(join(checkout, "images/profiles")))
    await rm(join(checkout, "images/profiles", profile));
  await writeFile(
    join(checkout, "images/profiles/small.yaml"),
    "profile: small\ndescribes: for a test\nholdsDays: 1\nplatforms: { bare-q35: {} }\n",
  );
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
  gitIn(checkout, "init", "--quiet");
  gitIn(checkout, "add", "--all");
  gitIn(checkout, "commit", "--quiet", "--allow-empty", "-m", message);
  return gitIn(checkout, "rev-parse", "HEAD");
}

function gitIn(folder: string, ...args: string[]): string {
  const who = ["-c", "user.name=a", "-c", "user.email=a@b"];
  return execFileSync("git", ["-C", folder, ...who, ...args], { encoding: "utf8" }).trim();
}
