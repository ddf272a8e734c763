// Plain lines: for logs, pipes and people who like them.

import type { EngineEvent } from "../../engine/run.ts";
import type { Show } from "../../work/show.ts";
import { endLine } from "./words.ts";

/** `verbose` prints what every step says too. */
export function showPlain(verbose: boolean): Show {
  return {
    planned: ({ rebases, kernels, cells }) =>
      print(`${rebases.length} rebases, ${kernels.length} kernels, ${cells.length} cells`),
    onEvent: (event) => onEvent(event, verbose),
    note: print,
    concluded: () => print(""),
    end: () => undefined,
  };
}

function onEvent(event: EngineEvent, verbose: boolean): void {
  if (event.type === "started" && event.step.kind.lane === "machine")
    print(`${event.step.label} ...`);
  if (event.type === "said" && verbose) print(`  ${event.step.label}: ${event.line}`);
  const line = event.type === "ended" ? endLine(event) : undefined;
  if (line) print(line);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
