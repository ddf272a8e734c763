// Whatever `./twinboot run` plans can be made again by a worker.

import { expect, test } from "vitest";
import { stepsOf, targetsOf } from "../../model/work/plan.ts";
import { planOf } from "../../plan/matrix/matrix.ts";
import { selectionOf } from "../../plan/read/selection.ts";
import { descriptionsWith, host, pins } from "../../test/description-rig.ts";
import { kinds } from "./kinds.ts";
import { readStepFile, stepFileOf, stepIn } from "./step-file.ts";

test("every step of a plan goes to another machine as data, and comes out the same", async () => {
  const all = await descriptionsWith();
  const selection = selectionOf(all, { head: ["all"], platform: ["all"] });
  const targets = targetsOf(planOf({ all, selection, pins, host }));
  const steps = stepsOf(targets);
  const seen = steps.filter(({ kind }) => kind.nature === "observation");
  const observed = Object.fromEntries(seen.map(({ id }) => [id, null]));
  const file = readStepFile(stepFileOf(steps));
  expect(steps.length).toBeGreaterThan(20);
  for (const { id, label } of steps)
    expect(stepIn(file, id, kinds, observed)).toMatchObject({ id, label });
});
