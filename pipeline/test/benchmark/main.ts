// npm run benchmark: the figures that the project promises, measured in one run, as a table. Needs a finished run.

import { boots } from "./boots.ts";
import { changedPatch } from "./changed-patch.ts";
import { coldOverhead } from "./cold-overhead.ts";
import { harness } from "./harness.ts";
import { rebases } from "./rebases.ts";
import { rendering } from "./rendering.ts";
import type { Row } from "./row.ts";
import { unchanged } from "./unchanged.ts";

const benchmarks: readonly (() => Promise<Row[]>)[] = [
  coldOverhead,
  unchanged,
  harness,
  boots,
  changedPatch,
  rebases,
  rendering,
];

process.stdout.write("| what | goal | figure |\n|---|---|---|\n");
for (const benchmark of benchmarks)
  for (const { what, goal, figure } of await benchmark())
    process.stdout.write(`| ${what} | ${goal} | ${figure} |\n`);
