// The draw of a night: at least one kernel that was built, another seed draws others, and equal seeds draw alike.

import { expect, test } from "vitest";
import type { Digest } from "../../model/digest.ts";
import { fail, pass } from "../../model/judge/outcome.ts";
import type { Plan, PlannedKernel } from "../../model/work/plan.ts";
import type { Trace } from "../../model/record/trace.ts";
import { descriptionsWith, host, pins } from "../../test/description-rig.ts";
import { trace } from "../../test/traces-rig.ts";
import { planOf } from "./matrix.ts";
import { sampledKernels } from "./sampled-kernels.ts";
import { selectionOf } from "../read/selection.ts";

const all = await descriptionsWith();
const selection = selectionOf(all, { head: ["all"], platform: ["all"] });
const plan = planOf({ all, selection, pins, host });

const file = { name: "bzImage", digest: "1".repeat(64), bytes: 1 };
const kernel = { image: file, vmlinux: file, config: file, buildId: "ab", release: "7.2.13" };
const broken = { reason: "build-failed", fault: "series", summary: "it does not build" } as const;

/** The traces of a run in which the kernels at these places did not build. */
function traces(without: readonly number[] = []): Map<Digest, Trace> {
  return new Map(
    plan.kernels.map(({ built }, at) =>
      trace(built, without.includes(at) ? fail(broken) : pass(kernel)),
    ),
  );
}

function drawn(seed: string, run = 1, ran = traces(), of: Plan = plan): PlannedKernel[] {
  return sampledKernels(of, { run, traces: ran }, seed).map((one) => one.kernel);
}

test("one kernel of few is drawn, and the same one for the same run and seed", () => {
  expect(drawn("seed")).toHaveLength(1);
  expect(drawn("seed")).toEqual(drawn("seed"));
});

test("runs and seeds draw different ones, and each kernel has its turn", () => {
  const runs = Array.from({ length: 40 }, (_, at) => drawn("seed", at)[0]?.built.id);
  const seeds = Array.from({ length: 40 }, (_, at) => drawn(`${at}`)[0]?.built.id);
  expect(new Set(runs).size).toBe(plan.kernels.length);
  expect(new Set(seeds).size).toBe(plan.kernels.length);
});

test("what was not built is not drawn, and one image of two rows is drawn once", () => {
  expect(drawn("seed", 1, traces([1, 2, 3]))).toEqual([plan.kernels[0]]);
  const [first] = plan.kernels;
  const twice = { ...plan, kernels: [first, first].flatMap((one) => one ?? []) };
  expect(drawn("seed", 1, traces(), twice)).toEqual([first]);
});

test("the more kernels, the more are drawn", () => {
  const kernels = Array.from({ length: 5 }, () => plan.kernels).flat();
  const different = kernels.map((one, at) =>
    Object.assign({}, one, { built: { ...one.built, id: `${at}` } }),
  );
  const ran = new Map(different.map(({ built }) => trace(built, pass(kernel))));
  expect(drawn("seed", 1, ran, { ...plan, kernels: different })).toHaveLength(3);
});

test("a clean build reads the same sources and configuration, and none of the head's", () => {
  const [sample] = sampledKernels(plan, { run: 1, traces: traces() }, "seed");
  const { source, config } = sample?.kernel.built.inputs ?? {};
  expect(sample?.rebuilt.inputs).toEqual({ source, config, kernel: sample?.kernel.built });
});
