// The memory that a command of the program takes.

import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { startTwinboot } from "../vm/cli-rig.ts";

/** Peak resident memory of the program itself, without its children (proc(5), VmHWM). */
export async function peakMb(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const run = startTwinboot(args, env);
  run.stdout.resume();
  let peakKb = 0;
  const ended = once(run, "close");
  while (run.exitCode === null && run.signalCode === null) {
    const status = await readFile(`/proc/${run.pid}/status`, "utf8").catch(() => "");
    peakKb = Math.max(peakKb, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    await sleep(50);
  }
  await ended;
  return peakKb / 1024;
}
