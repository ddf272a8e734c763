// How long 50 series on 20 heads and 40 platforms take with 1 to 200 workers: simulated from the durations of this
// store's runs, as the queue would hand the steps out.

import { criticalPath, type FleetStep, makespan } from "../../model/cost/fleet.ts";
import { digestOf } from "../../model/digest.ts";
import { pass } from "../../model/judge/outcome.ts";
import { stepsOf } from "../../model/work/plan.ts";
import { type Step, step, type StepKind } from "../../model/work/step.ts";
import { urgencyOf } from "../../model/work/urgency.ts";
import { type ExpectedTime, expectedTimes } from "../../plan/matrix/time-left.ts";
import { Runs } from "../../work/runs.ts";
import { storeDir } from "../../work/session.ts";
import type { Row } from "./row.ts";

const [series, heads, platforms] = [50, 20, 40];
const fleets = [1, 2, 4, 8, 16, 32, 64, 100, 150, 200, 500, 1000, 2000];

export async function fleet(): Promise<Row[]> {
  const runs = await new Runs(storeDir()).newest(3).catch(() => []);
  const expected = expectedTimes(runs, 2);
  const targets = matrix();
  const urgency = urgencyOf(targets, expected);
  const steps = fleetSteps(targets, expected, urgency);
  const path = criticalPath(steps);
  const spans = fleets.map((workers) => ({ workers, seconds: makespan(steps, workers) }));
  const [{ seconds: alone } = { seconds: Number.NaN }] = spans;
  const figure = spans.map(
    ({ workers, seconds }) =>
      `${workers}: ${hours(seconds)} (${Math.round((100 * alone) / (workers * seconds))} %)`,
  );
  const scaling = spans.findLast(({ workers, seconds }) => alone / (workers * seconds) >= 0.9);
  return [
    {
      what: `simulated: ${steps.length} steps of ${series} series, ${heads} heads, ${platforms} platforms, durations ${runs.length ? `of ${runs.length} runs` : "as estimated"}; by workers (share of the time that they work)`,
      goal: `critical path ${hours(path)}`,
      figure: `${figure.join(", ")}; they work 90 % up to ${scaling?.workers ?? 1}`,
    },
  ];
}

function hours(seconds: number): string {
  return seconds >= 3600 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 60).toFixed(1)} min`;
}

function kind(name: string, pool: Step["kind"]["pool"]): Step["kind"] {
  const of: StepKind<Step["params"], Record<string, never>, null> = {
    name,
    version: 1,
    nature: "pure",
    pool,
    run: async () => pass(null),
  };
  return of;
}

const kinds = {
  head: kind("import-head", "io"),
  rebase: kind("rebase-series", "io"),
  config: kind("configure-kernel", "machine"),
  kernel: kind("build-kernel", "machine"),
  boot: kind("boot", "vm"),
  judge: kind("judge-boot", "io"),
};

/** Judgements; a series' kernel waits for the head's, whose objects it is built from. */
function matrix(): Step[] {
  return Array.from({ length: heads }, (_, h) => {
    const head = step(kinds.head, `${h}`, { h }, {});
    const own = built(`${h}`, { h }, { source: head });
    const rows = Array.from({ length: series }, (__, s) => {
      const rebased = step(kinds.rebase, `${h} ${s}`, { h, series: digestOf(`${s}`) }, { head });
      return built(`${h} ${s}`, { h, s }, { source: rebased, base: own });
    });
    return [own, ...rows].flatMap((kernel) =>
      Array.from({ length: platforms }, (__, p) => {
        const booted = step(kinds.boot, `${kernel.label} ${p}`, { p }, { kernel });
        return step(kinds.judge, booted.label, {}, { booted });
      }),
    );
  }).flat();
}

function built(label: string, params: Step["params"], inputs: Step["inputs"]): Step {
  const { source } = inputs;
  const config = step(kinds.config, label, params, source ? { source } : {});
  return step(kinds.kernel, label, params, { ...inputs, config });
}

function fleetSteps(
  targets: readonly Step[],
  expected: ExpectedTime,
  urgency: ReadonlyMap<string, number>,
): FleetStep[] {
  const all = stepsOf(targets);
  const places = new Map(all.map(({ id }, at) => [id, at]));
  return all.map((one) => ({
    takes: expected(one) / 1000,
    needs: Object.values(one.inputs).map(({ id }) => places.get(id) ?? 0),
    urgency: urgency.get(one.id) ?? 0,
  }));
}
