// Patches down, heads across: how each series fared where it was rebased, with the reasons one click away.

import type { PatchResult } from "../../model/patches/patch-result.ts";
import type { RunRecord } from "../../model/record/run-record.ts";
import { earlyWarnings } from "../facts/early-warnings.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { type PatchMatrix, patchMatrices, type PatchRow } from "../facts/patch-matrix.ts";
import {
  patchDiffs,
  type PatchLook,
  patchLook,
  patchReasons,
  patchWord,
} from "../facts/patch-words.ts";

const maxReasons = 60;

export function seriesView(run: RunRecord): Html[] {
  const warnings = earlyWarnings(run).map((one) => markup`<li>${one}</li>`);
  const list = warnings.length ? [markup`<ul class="warnings">${warnings}</ul>`] : [];
  return [...list, ...patchMatrices(run).map(seriesTable)];
}

function seriesTable({ series, heads, rows, untried, unused, notAsked }: PatchMatrix): Html {
  const why = untried.map(
    (one) => markup`<p>Not tried on ${one.heads.join(", ")}: ${one.why}.</p>`,
  );

  if (!rows.length) return markup`<h3>${series}</h3>${why}`;
  const names = heads.map((head) => markup`<th scope="col">${head}</th>`);
  return markup`<h3>${series}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Patches of ${series} on each head">
<table class="patches">
<thead><tr><th scope="col">Patch</th>${names}</tr></thead>
<tbody>${rows.map(patchRow)}</tbody>
</table>
</div>${why}${unused.map((one) => markup`<p>Unused resolution: ${one}</p>`)}${notAsked.map((one) => markup`<p>${one}</p>`)}`;
}

function patchRow({ patch, subject, results }: PatchRow): Html {
  const cells = results.map((one) => markup`<td>${one ? resultView(one) : "not tried"}</td>`);
  return markup`
<tr><th scope="row">${subject}<small>${patch}</small></th>${cells}</tr>`;
}

const signs: Readonly<Record<PatchLook, string>> = {
  pass: "\u2713",
  notice: "!",
  skip: "\u2013",
  fail: "\u2717",
  blocked: "\u2298",
};

function resultView(patch: PatchResult): Html {
  const look = patchLook(patch);
  const at = patch.commit && markup`<small><code>${patch.commit.slice(0, 12)}</code></small>`;
  const reasons = patchReasons(patch);
  const shown = reasons.slice(0, maxReasons).map((one) => markup`<li>${one}</li>`);
  const more = reasons.length - shown.length;
  const diffs = patchDiffs(patch).map(
    (lines) => markup`<pre>${Buffer.from(lines.join("\n"), "latin1").toString()}</pre>`,
  );
  const list =
    shown.length > 0 &&
    markup`<details${look === "fail" ? markup` open` : ""}><summary>why</summary><ul>${shown}${more > 0 && markup`<li>and ${more} more in run.json</li>`}</ul>${diffs}</details>`;
  return markup`<span class="badge ${look === "notice" ? "infra" : look}"><span class="sign" aria-hidden="true">${signs[look]}</span>${patchWord(patch)}</span>${at}${list}`;
}
