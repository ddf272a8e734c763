// A run with nothing changed, and the memory of the pipeline itself.

import { median } from "simple-statistics";
import { twinboot } from "../vm/cli-rig.ts";
import { peakMb } from "./peak-mb.ts";
import type { Row } from "./row.ts";

const times = 5;

export async function unchanged(): Promise<Row[]> {
  await twinboot(["run", "--quiet"]);
  const seconds: number[] = [];
  for (let n = 0; n < times; n += 1) seconds.push((await twinboot(["run", "--quiet"])).seconds);
  const worst = Math.max(...seconds).toFixed(2);
  return [
    {
      what: "`./twinboot run`, nothing changed",
      goal: "at most 0.8 s",
      figure: `${median(seconds).toFixed(2)} s (median of ${times}, worst ${worst} s)`,
    },
    {
      what: "memory of the pipeline (peak RSS), booting everything again",
      goal: "at most 200 MB",
      figure: `${(await peakMb(["run", "--quiet", "--fresh"])).toFixed(0)} MB`,
    },
  ];
}
