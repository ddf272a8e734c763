// Patch by patch: how each series fared on each head.

import type { RunRecord, RunSeries } from "../model/run-record.ts";
import type { Section } from "./markdown-budget.ts";
import { code, plain, tableHead, tableRow } from "./markdown-escape.ts";

type RunPatch = RunSeries["patches"][number];

export function seriesSection(run: RunRecord): Section {
  return {
    title: "Patches",
    blocks: run.series.flatMap(seriesBlocks),
    between: "\n\n",
    blockName: "tables",
  };
}

function seriesBlocks({ name, head, patches }: RunSeries): string[] {
  const title = `### ${plain(name)} on ${plain(head)}`;
  if (!patches.length) return [`${title}\n\nNot applied: an earlier step did not pass.`];
  const rows = patches.map((patch) =>
    tableRow([code(patch.patch), plain(patch.subject), resultWords(patch), conflictWords(patch)]),
  );
  return [[title, "", tableHead(["patch", "subject", "result", "conflicts"]), ...rows].join("\n")];
}

function resultWords({ result, blockedBy, commit }: RunPatch): string {
  if (result === "blocked-by") return `blocked by ${code(blockedBy ?? "an earlier patch")}`;
  if (result === "conflict") return "**conflict**";
  return commit ? `${result} ${code(commit.slice(0, 12))}` : result;
}

function conflictWords({ conflicts }: RunPatch): string {
  const shown = (conflicts ?? []).slice(0, 20).map((conflict) => plain(conflict));
  const more = (conflicts?.length ?? 0) - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("<br>");
}
