// The plan of a trial: the kernels of every other run, so that what the store has is not done again.

import { expect, test } from "vitest";
import { benchTargetsOf } from "../../model/cost/bench-plan.ts";
import type { HeadPin } from "../../model/described/head.ts";
import { type Plan, stepsOf, targetsOf } from "../../model/work/plan.ts";
import type { Step } from "../../model/work/step.ts";
import { descriptionsWith, edited, host, patchText, pins } from "../../test/description-rig.ts";
import { bootPlanOf, countPlanOf, type Tried } from "./trial-plans.ts";
import { planOf } from "../matrix/matrix.ts";
import { selectionOf } from "../read/selection.ts";
import { required } from "../required.ts";

const second = patchText.replace("-new\n+newer", "-newer\n+newest").replace("change it", "again");
const all = await descriptionsWith({
  ...edited(
    "patches/s/series.yaml",
    "base: main\n",
    "base: next\nexpects: { bare: { sys.x: yes } }\nkunit: [k]\n",
  ),
  "patches/s/series": "one.patch\ntwo.patch\n",
  "patches/s/two.patch": second,
  "patches/s/kconfig": "CONFIG_KUNIT=y\n",
});
const selection = selectionOf(all, { head: ["next"], platform: ["bare"] });
const request = { all, selection, pins, host };
const series = required(all.series.get("s"), "s");
const pin = required(pins.heads.get("next"), "next");
const run = planOf(request);

function plan(tried: Partial<Tried>): Plan {
  return bootPlanOf(request, { head: "next", pin, ...tried });
}

const bootIds = ({ cells }: Plan): string[] => cells.map(({ booted }) => booted.id);

function paramsOf(of: Plan, kind: string): Step["params"][] {
  return stepsOf(targetsOf(of)).flatMap((one) => (one.kind.name === kind ? [one.params] : []));
}

test("the unpatched head and the whole series are booted as a run boots them", () => {
  expect(bootIds(plan({}))).toEqual(bootIds(run).slice(0, 1));
  expect(bootIds(plan({ series }))).toEqual(bootIds(run));
  expect(bootIds(plan({ series, patches: 2 }))).toEqual(bootIds(run));
});

test("a part of a series is applied alone, beside the same unpatched head, and promises nothing", () => {
  const part = plan({ series, patches: 1 });
  const [base, own] = part.cells;
  expect(base?.booted.id).toBe(bootIds(run)[0]);
  expect(own?.baseJudged).toBe(base?.judged);
  expect(
    paramsOf(part, "rebase-series").map(({ patches }) => (patches as unknown[]).length),
  ).toEqual([1]);
  expect(paramsOf(part, "judge-boot").map(({ facts, kunit }) => ({ facts, kunit }))).toEqual([
    { facts: {}, kunit: [] },
    { facts: {}, kunit: [] },
  ]);
});

test("a part of a series is built on the objects of the unpatched head that every run builds", () => {
  const [kernel] = plan({ series, patches: 1 }).kernels;
  expect(kernel?.built.inputs["headConfig"]?.id).toBe(run.kernels[0]?.built.inputs["config"]?.id);
  expect(kernel?.built.inputs["head"]?.id).toBe(run.heads[0]?.imported.id);
});

test("where the head is moved the series was still written where it was", () => {
  const moved: HeadPin = { ...(pin as Extract<HeadPin, { kind: "git" }>), commit: "2".repeat(40) };
  const [rebase] = plan({ series, pin: moved }).rebases;
  const inputs = rebase?.rebased.inputs as Record<"head" | "writtenOn", Step>;
  expect(inputs.head.params["pin"]).toEqual(moved);
  expect(inputs.writtenOn.inputs["head"]?.params["pin"]).toEqual(pin);
});

test("under another hypervisor the same kernel is booted, and nothing of the others is made", () => {
  const wide = { ...request, selection: { ...selection, platforms: ["dom0"] } };
  const other = { ...required(pins.hypervisors.get("xen"), "xen"), version: "4.20.0-1" };
  const under = (of: typeof other) =>
    bootPlanOf(wide, {
      head: "next",
      pin,
      series,
      row: { platform: "dom0", hypervisor: "xen", pin: of },
    });
  const [one, two] = [
    under(required(pins.hypervisors.get("xen"), "xen") as typeof other),
    under(other),
  ];
  expect(two.kernels).toEqual(one.kernels);
  expect(two.hypervisors.map(({ params }) => params["pin"])).toEqual([other]);
  expect(bootIds(two)).not.toEqual(bootIds(one));
  expect(bootIds(one)).toEqual(bootIds(bootPlanOf(wide, { head: "next", pin, series })));
});

test("a count is of the tried kernel alone", () => {
  const bench = countPlanOf(request, { head: "next", pin, series, patches: 1 });
  expect(bench.counts.map(({ of, platform }) => `${of.series} ${platform}`)).toEqual(["s bare"]);
  expect(benchTargetsOf(bench)).toHaveLength(2);
});
