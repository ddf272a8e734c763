// npm run benchmark: the figures that the project promises, measured in one run, as a table. Needs a finished run.
// npm run benchmark -- soak [N]: N boots in a row (200) instead.

import { boots } from "./boots.ts";
import { changedPatch } from "./changed-patch.ts";
import { coldOverhead } from "./cold-overhead.ts";
import { harness } from "./harness.ts";
import { rebases } from "./rebases.ts";
import { rendering } from "./rendering.ts";
import { repeatedCounts } from "./repeated-counts.ts";
import type { Row } from "./row.ts";
import { soak } from "./soak.ts";
import { unchanged } from "./unchanged.ts";

const [wanted, times = "200"] = process.argv.slice(2);
const every: readonly (() => Promise<Row[]>)[] = [
  coldOverhead,
  unchanged,
  harness,
  boots,
  changedPatch,
  rebases,
  repeatedCounts,
  rendering,
];
const benchmarks = wanted === "soak" ? [() => soak(Number(times))] : every;

process.stdout.write("| what | goal | figure |\n|---|---|---|\n");
for (const benchmark of benchmarks)
  for (const { what, goal, figure } of await benchmark())
    process.stdout.write(`| ${what} | ${goal} | ${figure} |\n`);
