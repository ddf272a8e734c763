// Series on heads of kernel size: in memory, against git am -3 in a work tree that is kept and in one made for it.

import { run } from "../../engine/run.ts";
import { Store } from "../../engine/store.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { homedir, tmpdir } from "node:os";
import type { SourceTree } from "../../model/described/head.ts";
import { step } from "../../model/work/step.ts";
import { constantStep } from "../../steps/constant-step.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { rebaseSeries } from "../../steps/rebase-series.ts";
import { gitRun, type Histories, kernelHistories } from "./kernel-histories.ts";
import type { Row } from "./row.ts";

const heads = 20;
const keptHeads = 2;

export async function rebases(): Promise<Row[]> {
  const [many, few] = [await measured(50), await measured(5)];
  return [
    {
      what: `50 patches x ${heads} heads of kernel size`,
      goal: "<= 20 s, <= 500 MB",
      figure: `${many.ours.toFixed(2)} s (${((1000 * many.ours) / 50 / heads).toFixed(2)} ms a patch), ${many.megabytes.toFixed(0)} MB`,
    },
    ...[many, few].flatMap(rows),
  ];
}

type Measured = {
  readonly patches: number;
  /** Seconds: ours for all heads, those of git am for each. */
  readonly ours: number;
  readonly kept: number;
  readonly fresh: number;
  readonly megabytes: number;
};

function rows({ patches, ours, kept, fresh }: Measured): Row[] {
  const perHead = ours / heads;
  return [
    {
      what: `${patches} patches against git am -3 in a kept work tree (${keptHeads} heads, same trees)`,
      goal: ">= 30 x",
      figure: `${(kept / perHead).toFixed(0)} x (${(1000 * perHead).toFixed(0)} ms against ${kept.toFixed(1)} s a head)`,
    },
    {
      what: `${patches} patches against a fresh work tree (1 head, same tree)`,
      goal: ">= 500 x",
      figure: `${(fresh / perHead).toFixed(0)} x (${(1000 * perHead).toFixed(0)} ms against ${fresh.toFixed(1)} s a head)`,
    },
  ];
}

async function measured(patches: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "twinboot-rebases-"));
  try {
    const store = new Store(folder);
    await store.open();
    const gitDir = store.kept(headsFolder);
    const root = process.env["TWINBOOT_STORE"] ?? join(homedir(), ".cache/twinboot");
    const kernels = join(root, "kept", headsFolder);
    const histories = await kernelHistories(kernels, gitDir, { patches, heads });
    const startedAt = performance.now();
    const trees = await inMemory(store, histories);
    const ours = (performance.now() - startedAt) / 1000;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    return { patches, ours, megabytes, ...(await byAm(gitDir, histories, trees)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function inMemory(
  store: Store,
  { heads: onto, writtenOn, patches }: Histories,
): Promise<string[]> {
  const steps = onto.map((head, at) => {
    const inputs = {
      head: constantStep(`head ${at}`, head),
      writtenOn: constantStep("written on", writtenOn),
    };
    return step(rebaseSeries, `s onto ${at}`, { series: "s", patches, resolutions: [] }, inputs);
  });
  const traces = await run(steps, {
    store,
    run: 1,
    fresh: false,
    width: { io: 4, machine: 1, vm: 2 },
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  return steps.map(({ id, label }) => {
    const outcome = traces.get(id)?.outcome;
    if (outcome?.status !== "pass") throw new Error(`${label}: ${JSON.stringify(outcome)}`);
    return (outcome.value as SourceTree).tree;
  });
}

/** Seconds for each head. Throws where a tree is another than ours. */
async function byAm(gitDir: string, { heads: onto, files }: Histories, trees: readonly string[]) {
  const dir = await mkdtemp(join(tmpdir(), "twinboot-am-"));
  const at = (tree: string): string => join(dir, tree);
  try {
    await gitRun([
      `--git-dir=${gitDir}`,
      "worktree",
      "add",
      "-q",
      "--detach",
      at("kept"),
      onto[0]?.commit ?? "",
    ]);
    const keptAt = performance.now();
    for (const [n, head] of onto.slice(0, keptHeads).entries()) {
      await gitRun(["-C", at("kept"), "checkout", "-q", "--detach", head.commit]);
      await amOnto(at("kept"), files, trees[n] ?? "");
    }
    const kept = (performance.now() - keptAt) / 1000 / keptHeads;
    const freshAt = performance.now();
    await gitRun([
      `--git-dir=${gitDir}`,
      "worktree",
      "add",
      "-q",
      "--detach",
      at("fresh"),
      onto[2]?.commit ?? "",
    ]);
    await amOnto(at("fresh"), files, trees[2] ?? "");
    return { kept, fresh: (performance.now() - freshAt) / 1000 };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function amOnto(tree: string, files: readonly string[], expected: string): Promise<void> {
  await gitRun(["-C", tree, "am", "-q", "-3", ...files]);
  const got = await gitRun(["-C", tree, "rev-parse", "HEAD^{tree}"]);
  if (got !== expected) throw new Error(`git am made ${got}, we made ${expected}`);
}
