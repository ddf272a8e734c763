// Two boots at once against one after the other, in one session each.

import { twinboot } from "../vm/cli-rig.ts";
import type { Row } from "./row.ts";

const booting = ["run", "--quiet", "--fresh", "--platform", "bare-q35,xen-pv-dom0"];

export async function boots(): Promise<Row[]> {
  const one = (await twinboot([...booting, "--jobs", "1"])).seconds;
  const two = (await twinboot([...booting, "--jobs", "2"])).seconds;
  return [
    {
      what: "four boots, two at once against one after the other",
      goal: "two at once",
      figure: `${two.toFixed(1)} s against ${one.toFixed(1)} s (${(one / two).toFixed(2)} x)`,
    },
  ];
}
