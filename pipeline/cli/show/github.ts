// GitHub Actions: a folded group for each step, an annotation for each cell that does not pass.

import type { EngineEvent } from "../../engine/run.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import type { Show } from "../../work/show.ts";
import { duration, endLine } from "./words.ts";

export function showGithub(): Show {
  const said = new Map<string, string[]>();
  return {
    planned: (plan) => print(`${plan.kernels.length} kernels, ${plan.cells.length} cells`),
    onEvent: (event) => onEvent(event, said),
    note: (line) => print(harmless(line)),
    concluded: annotate,
    end: () => undefined,
  };
}

/** Steps go on side by side, so a group is printed when its step has ended. */
function onEvent(event: EngineEvent, said: Map<string, string[]>): void {
  const { id, label } = event.step;
  if (event.type === "said") said.set(id, [...(said.get(id) ?? []), event.line]);
  if (event.type !== "ended") return;
  const line = endLine(event);
  if (!line) return;
  const lines = said.get(id) ?? [];
  if (!lines.length) return print(harmless(line));
  print(`::group::${harmless(label)} (${duration(event.trace.durationMs)})`);
  for (const one of [...lines, line]) print(harmless(one));
  print("::endgroup::");
}

function annotate({ cells }: RunRecord): void {
  for (const { verdict, finding, series, head, platform } of cells) {
    if (verdict === "pass" || verdict === "skip") continue;
    const level = verdict === "fail" ? "error" : "warning";
    const title = property(`${series} on ${head}, ${platform}: ${verdict}`);
    print(`::${level} title=${title}::${message(finding?.summary ?? verdict)}`);
  }
}

/** A line that begins a workflow command must not: what steps say may quote a patch. */
function harmless(line: string): string {
  return message(line)
    .replace(/^(\s*)::/, "$1: :")
    .replaceAll("##[", "# #[");
}

/** Escapes of workflow commands: data, then properties (actions/toolkit, core/src/command.ts). */
function message(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return message(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
