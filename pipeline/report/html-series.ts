// Patches down, heads across: how each series fared where it was rebased.

import type { RunRecord, RunSeries } from "../model/run-record.ts";
import { type Html, markup } from "./html-escape.ts";

type RunPatch = RunSeries["patches"][number];

export function seriesView(run: RunRecord): Html[] {
  const names = [...new Set(run.series.map((one) => one.name))];
  return names.map((name) =>
    seriesTable(
      name,
      run.series.filter((one) => one.name === name),
    ),
  );
}

function seriesTable(name: string, rebased: readonly RunSeries[]): Html {
  const longest = rebased.toSorted((a, b) => b.patches.length - a.patches.length)[0];
  const patches = longest?.patches ?? [];
  if (!patches.length)
    return markup`<h3>${name}</h3><p>Not applied: an earlier step did not pass.</p>`;
  const heads = rebased.map(({ head }) => markup`<th scope="col">${head}</th>`);
  const rows = patches.map((patch) => patchRow(patch, rebased));
  return markup`<h3>${name}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Patches of ${name} on each head">
<table class="patches">
<thead><tr><th scope="col">Patch</th>${heads}</tr></thead>
<tbody>${rows}</tbody>
</table>
</div>`;
}

function patchRow({ patch, subject }: RunPatch, rebased: readonly RunSeries[]): Html {
  const cells = rebased.map(({ patches }) => {
    const fared = patches.find((one) => one.patch === patch);
    return markup`<td>${fared ? resultView(fared) : "not tried"}</td>`;
  });
  return markup`
<tr><th scope="row">${subject}<small>${patch}</small></th>${cells}</tr>`;
}

const looks: Readonly<Record<RunPatch["result"], readonly [style: string, sign: string]>> = {
  clean: ["pass", "\u2713"],
  merged: ["pass", "\u2713"],
  empty: ["skip", "\u2013"],
  conflict: ["fail", "\u2717"],
  "blocked-by": ["blocked", "\u2298"],
};

function resultView({ result, commit, blockedBy, conflicts }: RunPatch): Html {
  const [style, sign] = looks[result];
  const word = result === "blocked-by" ? "blocked" : result;
  const by = blockedBy && markup`<small>by ${blockedBy}</small>`;
  const at = commit && markup`<small><code>${commit.slice(0, 12)}</code></small>`;
  const ways = conflicts?.length
    ? markup`<ul>${conflicts.slice(0, 60).map((one) => markup`<li><code>${one}</code></li>`)}</ul>`
    : "";
  return markup`<span class="badge ${style}"><span class="sign" aria-hidden="true">${sign}</span>${word}</span>${by}${at}${ways}`;
}
