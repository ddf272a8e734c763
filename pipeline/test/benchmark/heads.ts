// Heads with a history of kernel size, from git http-backend on loopback: fetched, moved, searched. In one run.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "../../engine/store.ts";
import { digestOf } from "../../model/digest.ts";
import type { SourceTree } from "../../model/described/head.ts";
import type { PatchFile } from "../../model/described/series.ts";
import { findBase } from "../../rebase/find-base.ts";
import { forgetHistory, indexedHistory } from "../../rebase/history/indexed-history.ts";
import { newestClean } from "../../rebase/newest-clean.ts";
import { rebasedOnto } from "../../rebase/rebased-onto.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { Git } from "../../tools/git.ts";
import { fetchHistory } from "../../tools/partial-history.ts";
import { ObjectDatabase } from "../../tools/object-database.ts";
import { storeDir } from "../../work/session.ts";
import { HttpServer } from "../http-backend.ts";
import { gitRun } from "./kernel-histories.ts";
import { longHistory, type LongHistory } from "./long-history.ts";
import type { Row } from "./row.ts";

const patchCount = 50;
/** First parents by which the head moves: with what they merge some 500 commits. */
const firstParents = 125;

export async function heads(commits: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "twinboot-heads-"));
  try {
    const kernels = new Store(storeDir()).kept(headsFolder);
    const history = await longHistory(kernels, join(folder, "linux.git"), commits);
    const server = await HttpServer.start(folder);
    try {
      return await measured({ folder, history, server, commits });
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Bench = {
  readonly folder: string;
  readonly history: LongHistory;
  readonly server: HttpServer;
  readonly commits: number;
};

async function measured(bench: Bench): Promise<Row[]> {
  const { folder, history, server, commits } = bench;
  const url = server.url("linux.git");
  const git = await Git.init(join(folder, "heads.git"));
  const before = await gitRun([
    `--git-dir=${history.gitDir}`,
    "rev-parse",
    `${history.tip}~${firstParents}`,
  ]);
  const fetched = async (commit: string): Promise<void> =>
    fetchHistory(git, { url, commit, ref: `refs/twinboot/git/${commit}` });
  const first = await took(server, async () => fetched(before));
  const whole = await took(server, async () =>
    gitRun(["clone", "-q", "--bare", url, join(folder, "whole.git")]),
  );
  const patches = await seriesOf(history, commits);
  const made = await took(server, async () => indexedHistory(git, [before]));
  forgetHistory(git);
  const read = await took(server, async () => indexedHistory(git, [before]));
  const cold = await took(server, async () =>
    rebasedThere(git, folder, { history, patches, head: before }),
  );
  const warm = await took(server, async () =>
    rebasedThere(git, folder, { history, patches, head: before }),
  );
  const moved = await took(server, async () => {
    await fetched(history.tip);
    await rebasedThere(git, folder, { history, patches, head: history.tip });
  });
  const count = await gitRun([
    `--git-dir=${history.gitDir}`,
    "rev-list",
    "--count",
    `${before}..${history.tip}`,
  ]);
  const old = patches.at(-1 - Math.min(patchCount - 1, Math.floor(far / everyOf(commits))));
  const base = await took(server, async () => baseOf(git, history.tip, old ? [old] : []));
  const clean = await took(server, async () =>
    cleanBase({ git, folder, head: history.tip, patches: old ? [old] : [] }),
  );
  const memory = `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`;
  const ratio = (of: (one: Took) => number): string => `1/${(of(whole) / of(first)).toFixed(1)}`;
  return [
    {
      what: `first fetch of ${commits} commits without blobs, against a whole clone`,
      goal: "1/5 of the bytes, 1/3 of the time",
      figure: `${ratio(({ bytes }) => bytes)} of the bytes (${inMb(first)} against ${inMb(whole)}), ${ratio(({ seconds }) => seconds)} of the time (${inS(first)} against ${inS(whole)})`,
    },
    {
      what: `the index of ${commits} commits made once / read back`,
      goal: "a part of the 20 s / of the 2 s below",
      figure: `${inS(made)} / ${inS(read)}`,
    },
    {
      what: `${patchCount} patches through the ladder over ${commits} commits, again / the first time`,
      goal: "2 s / 20 s, 400 MB",
      figure: `${inS(warm)} / ${inS(cold)} (${inMb(cold)} in ${cold.requests} requests), ${memory}`,
    },
    {
      what: `a head that moved by ${count} commits: fetched, and ${patchCount} patches rebased`,
      goal: "3 s",
      figure: `${inS(moved)} (${inMb(moved)} in ${moved.requests} requests)`,
    },
    {
      what: `find-base of a patch that is some ${far} commits old, by its blobs / by applying it`,
      goal: "10 s",
      figure: `${inS(base)} / ${inS(clean)} (${inMb(clean)} in ${clean.requests} requests)`,
    },
  ];
}

type Took = { readonly seconds: number; readonly bytes: number; readonly requests: number };

async function took(server: HttpServer, work: () => Promise<unknown>): Promise<Took> {
  [server.sent, server.requests] = [0, 0];
  const at = performance.now();
  await work();
  const { sent: bytes, requests } = server;
  return { seconds: (performance.now() - at) / 1000, bytes, requests };
}

function inS({ seconds }: Took): string {
  return `${seconds.toFixed(1)} s`;
}

function inMb({ bytes }: Took): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** How many commits back a series is posted whose base is looked for. */
const far = 20_000;

/** Commits between two of the patches: they come from the newest third. */
function everyOf(commits: number): number {
  return Math.max(1, Math.floor(commits / 3 / patchCount));
}

/** Commits of the history itself, from all over it, as mails: most are upstream, changed since or not. */
async function seriesOf({ gitDir, middle }: LongHistory, commits: number): Promise<PatchFile[]> {
  const git = async (...args: string[]): Promise<string> =>
    gitRun([`--git-dir=${gitDir}`, ...args]);
  const every = everyOf(commits);
  const listed = (await git("rev-list", "--no-merges", `${middle}..main`)).split("\n");
  const some = listed
    .filter((_, at) => at % every === 0)
    .slice(0, patchCount)
    .toReversed();
  return Promise.all(
    some.map(async (commit, at) => {
      const text = `${await git("format-patch", "--stdout", "--full-index", "--no-signature", "-1", commit)}\n`;
      return { name: `${at}.patch`, digest: digestOf(text), text };
    }),
  );
}

/** Written on the real head: the whole history is between it and the head. */
async function rebasedThere(
  git: Git,
  workDir: string,
  { history, patches, head }: { history: LongHistory; patches: PatchFile[]; head: string },
): Promise<void> {
  const trees = await git.must("rev-parse", `${history.base}^{tree}`, `${head}^{tree}`);
  const [base = "", tree = ""] = trees.split("\n");
  const context = { git, db: ObjectDatabase.of(git.dir), workDir };
  const series = {
    patches,
    resolutions: [],
    head: treeOf(head, tree),
    writtenOn: treeOf(history.base, base),
  };
  const rebased = await rebasedOnto(context, series);
  const upstream = rebased.patches.filter(({ evidence = [] }) =>
    evidence.some(({ rung }) => rung === "patch-id"),
  );
  if (upstream.length < patches.length / 2) throw new Error(`${upstream.length} found upstream`);
}

function treeOf(commit: string, tree: string): SourceTree {
  return { commit, tree, release: "0" };
}

async function baseOf(git: Git, head: string, patches: readonly PatchFile[]): Promise<void> {
  const found = await findBase({ git, db: ObjectDatabase.of(git.dir) }, head, patches);
  if (!found) throw new Error("no base was found");
}

type Searched = { git: Git; folder: string; head: string; patches: readonly PatchFile[] };

async function cleanBase({ git, folder, head, patches }: Searched): Promise<void> {
  const context = { git, db: ObjectDatabase.of(git.dir), workDir: folder };
  const { clean } = await newestClean(context, head, patches);
  if (!clean) throw new Error("no base was found on which it applies");
}
