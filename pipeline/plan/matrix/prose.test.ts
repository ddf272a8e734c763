// What descriptions say to people decides no work: better words must build and boot nothing again.

import { expect, test } from "vitest";
import type { Descriptions } from "../../model/described/descriptions.ts";
import { stepsOf, targetsOf } from "../../model/work/plan.ts";
import { descriptionsWith, host, inOtherWords, pins } from "../../test/description-rig.ts";
import { selectionOf } from "../read/selection.ts";
import { planOf } from "./matrix.ts";

function stepIds(all: Descriptions): string[] {
  const selection = selectionOf(all, { head: ["all"], platform: ["all"] });
  return stepsOf(targetsOf(planOf({ all, selection, pins, host }))).map(({ id }) => id);
}

test("other words for platforms, architectures and images give the same steps", async () => {
  const [said, changed] = [await descriptionsWith(), await descriptionsWith(inOtherWords())];
  expect(new Set(changed.platformProse.values())).toEqual(new Set(["in other words"]));
  expect(stepIds(changed)).toEqual(stepIds(said));
});
