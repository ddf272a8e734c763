// Plain lines: for logs, pipes and people who like them.

import type { EngineEvent } from "../../engine/run.ts";
import type { Show } from "../../work/show.ts";
import { Progress } from "./progress.ts";
import { endLine, stillRunning } from "./words.ts";

const silenceMs = 60_000;

/** `verbose` prints what every step says too. After a minute without a line, one says what still runs. */
export function showPlain(verbose: boolean): Show {
  const progress = new Progress();
  const timer = setInterval(() => remind(progress), silenceMs);
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
    timer.refresh();
  };
  return {
    planned: (plan, forecast) => {
      progress.planned(plan, forecast);
      const { rebases, kernels, cells } = plan;
      print(`${rebases.length} rebases, ${kernels.length} kernels, ${cells.length} cells`);
    },
    onEvent: (event) => {
      progress.onEvent(event);
      for (const line of linesOf(event, verbose)) print(line);
    },
    note: print,
    concluded: () => print(""),
    end: () => clearInterval(timer),
  };
}

function linesOf(event: EngineEvent, verbose: boolean): string[] {
  const { type, step } = event;
  if (type === "started") return step.kind.pool === "machine" ? [`${step.label} ...`] : [];
  if (type === "said") return verbose ? [`  ${step.label}: ${event.line}`] : [];
  const line = type === "ended" ? endLine(event) : undefined;
  return line ? [line] : [];
}

function remind(progress: Progress): void {
  const now = Date.now();
  const line = stillRunning(progress.running(now), progress.leftMs(now));
  if (line) process.stdout.write(`${line}\n`);
}
