// What it costs a series' build to begin with a copy of its head's objects, against make in one folder that is kept: the
// same changed line, in turns.

import { join } from "node:path";
import type { Kernel } from "../../model/described/kernel.ts";
import type { Step, StepContext } from "../../model/work/step.ts";
import { required } from "../../plan/required.ts";
import {
  compilerCache,
  keptBuildFolder,
  kernelMake,
  toolsOf,
} from "../../steps/build/kernel-make.ts";
import { type KernelInputs, type KernelParams, makeInCopy } from "../../steps/build/make-kernel.ts";
import { headsFolder } from "../../steps/source/import-head.ts";
import { Git } from "../../tools/git.ts";
import { cpus } from "../../tools/host.ts";
import { KeptBuild } from "../../tools/kept-build.ts";
import { run } from "../../tools/shell.ts";
import { planned } from "../../work/pinned.ts";
import { type Session, withSession } from "../../work/session.ts";
import { valueFrom } from "../../work/value-from.ts";
import { edited } from "../edited-tree.ts";
import { contextOn } from "../step-context.ts";
import { median } from "simple-statistics";
import type { Row } from "./row.ts";

const takes = 3;

export async function incrementalBuild(): Promise<Row[]> {
  return withSession({}, async (session) => {
    const bench = await benchOf(session);
    const [inCopies, inKept]: [number[], number[]] = [[], []];
    for (let take = 0; take < takes; take += 1) {
      const inputs = await changedLine(bench, take);
      const ways = [
        async () => inCopies.push(await seconds(() => inCopy(session, bench, inputs))),
        async () => inKept.push(await seconds(() => inKeptFolder(bench))),
      ];
      for (const way of take % 2 ? ways.toReversed() : ways) await way();
    }
    const [copy, kept] = [median(inCopies), median(inKept)];
    return [
      {
        what: `one changed line of a kernel, made in a copy of its head's objects (medians of ${takes})`,
        goal: "at most 10 % more than in a folder that is kept",
        figure: `${copy.toFixed(1)} s, against ${kept.toFixed(1)} s: ${percent(copy / kept)}`,
      },
    ];
  });
}

type Bench = {
  readonly params: KernelParams;
  readonly head: KernelInputs;
  readonly git: Git;
  readonly kept: KeptBuild;
  /** Of the way that keeps one folder. */
  readonly context: StepContext;
  readonly objects: string;
};

async function benchOf(session: Session): Promise<Bench> {
  const { plan } = await planned(session, { platform: ["bare-q35"] }, { onEvent: () => undefined });
  const built: Step<Kernel> = required(plan.kernels[0], "the unpatched kernel").built;
  const traces = await session.run([built], () => undefined);
  const head = Object.fromEntries(
    Object.entries(built.inputs).map(([name, input]) => [name, valueFrom(traces, input)]),
  ) as KernelInputs;
  const params = built.params as KernelParams;
  const kept = new KeptBuild(
    session.store.kept(keptBuildFolder(params.flavour, head.head.release)),
  );
  const context = await contextOn(session.store);
  // Not timed: it makes the head's own objects where they are missing.
  const { objects } = await makeInCopy(context, params, head, [params.arch.target]);
  const git = new Git(session.store.kept(headsFolder));
  return { params, head, git, kept, context, objects: objects.dir };
}

/** The source folder is moved beforehand, for both ways. */
async function changedLine({ git, head, kept }: Bench, take: number): Promise<KernelInputs> {
  const line = `\nconst char calibrate_take[] = "take ${take} of ${Date.now()}";\n`;
  const source = await edited(git, head.head, {
    path: "init/calibrate.c",
    change: (text) => text + line,
  });
  await kept.moveTo(git, source.tree, head.head.tree);
  return { ...head, source };
}

async function inCopy(session: Session, { params }: Bench, inputs: KernelInputs): Promise<number> {
  const { result } = await makeInCopy(await contextOn(session.store), params, inputs, [
    params.arch.target,
  ]);
  return result.exitCode;
}

async function inKeptFolder({ params, kept, context, objects }: Bench): Promise<number> {
  const scratch = join(context.workDir, "scratch");
  const cache = compilerCache(context, toolsOf(params.toolchain), false);
  const folders = { source: kept.source, objects, scratch, cache };
  return (await run(kernelMake(folders, params.arch, [params.arch.target], cpus()))).exitCode;
}

async function seconds(make: () => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  if (await make()) throw new Error("the kernel does not build");
  return (performance.now() - startedAt) / 1000;
}

function percent(ratio: number): string {
  return `${ratio < 1 ? "-" : "+"} ${(Math.abs(ratio - 1) * 100).toFixed(1)} %`;
}
