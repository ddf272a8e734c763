// What a person waits for who asks for help, and what of it is Node itself.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { median } from "./median.ts";
import type { Row } from "./row.ts";

const times = 21;
const main = join(import.meta.dirname, "../../cli/main.ts");

export async function help(): Promise<Row[]> {
  const all = Array.from({ length: times }, () => seconds(main, "help"));
  const one = Array.from({ length: times }, () => seconds(main, "run", "--help"));
  const bare = Array.from({ length: times }, () => seconds("-e", "0"));
  return [
    {
      what: "help, in Node",
      goal: "at most 0.3 s",
      figure: `${shown(all)} (run --help ${shown(one)}; Node alone ${shown(bare)}; medians of ${times})`,
    },
  ];
}

function seconds(...argv: string[]): number {
  const startedAt = performance.now();
  execFileSync(process.execPath, argv);
  return (performance.now() - startedAt) / 1000;
}

function shown(figures: readonly number[]): string {
  return `${median(figures).toFixed(2)} s`;
}
