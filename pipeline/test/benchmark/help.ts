// What a person waits for who asks for help, and what of it is Node itself.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median } from "simple-statistics";
import type { Row } from "./row.ts";

const times = 21;
const main = join(import.meta.dirname, "../../cli/main.ts");

const tellsTime =
  "data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write(String(user+system))})";

export async function help(): Promise<Row[]> {
  const all = Array.from({ length: times }, () => seconds(main, "help"));
  const one = Array.from({ length: times }, () => seconds(main, "run", "--help"));
  const bare = Array.from({ length: times }, () => seconds("-e", "0"));
  return [
    {
      what: "help, CPU time of Node",
      goal: "at most 0.3 s",
      figure: `${shown(all)} (run --help ${shown(one)}; Node alone ${shown(bare)}; medians of ${times})`,
    },
  ];
}

/** CPU time: what a loaded machine does besides is no part of it. */
function seconds(...argv: string[]): number {
  const { stderr } = spawnSync(process.execPath, ["--import", tellsTime, ...argv]);
  return Number(stderr.toString()) / 1e6;
}

function shown(figures: readonly number[]): string {
  return `${median(figures).toFixed(2)} s`;
}
