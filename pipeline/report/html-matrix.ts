// The matrix of the page: each cell is a link to its section, and the names of those links.

import type { RunCell } from "../model/run-record.ts";
import { type Html, markup } from "./html-escape.ts";
import { signOf } from "./in-words.ts";
import { attemptWords, type Matrix, type MatrixColumn, type MatrixRow } from "./matrix.ts";
import { baseRow } from "../model/series.ts";
import type { Verdict } from "../model/verdict.ts";

export type Anchors = ReadonlyMap<RunCell, string>;

/** A name for each cell that holds from run to run, made of letters, digits, dots and dashes only. */
export function cellAnchors(cells: readonly RunCell[]): Anchors {
  const taken = new Set<string>();
  const anchors = new Map<RunCell, string>();
  for (const cell of cells) {
    const words = [cell.head, cell.series, cell.flavour, cell.platform].join("-");
    const slug = `cell-${words.replace(/[^a-zA-Z0-9.]+/gu, "-").slice(0, 150)}`;
    let anchor = slug;
    for (let count = 2; taken.has(anchor); count++) anchor = `${slug}-${count}`;
    taken.add(anchor);
    anchors.set(cell, anchor);
  }
  return anchors;
}

/** A verdict with its sign and its colour. */
export function verdictBadge(verdict: Verdict): Html {
  return markup`<span class="badge ${verdict}"><span class="sign" aria-hidden="true">${signOf(verdict)}</span>${verdict}</span>`;
}

/** A table that scrolls by itself where the window is narrow. */
export function matrixView({ columns, rows, severalFlavours }: Matrix, anchors: Anchors): Html {
  if (!rows.length) return markup`<p>No cell was judged.</p>`;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of kernels and platforms">
<table class="matrix">
<thead><tr><th scope="col">Kernel</th>${columns.map(columnHead)}</tr></thead>
<tbody>${rows.map((row) => rowView(row, severalFlavours, anchors))}</tbody>
</table>
</div>`;
}

function columnHead({ platform, realness }: MatrixColumn): Html {
  const label = realness === "real" ? "" : markup`<small>${realness.replace("-", " ")}</small>`;
  return markup`<th scope="col">${platform}${label}</th>`;
}

function rowView(row: MatrixRow, severalFlavours: boolean, anchors: Anchors): Html {
  const { head, series, flavour, cells } = row;
  const label = series === baseRow ? "unpatched" : series;
  return markup`
<tr><th scope="row">${head} <small>${label}${severalFlavours ? `, ${flavour}` : ""}</small></th>${cells.map((cell) => matrixCell(cell, anchors))}</tr>`;
}

function matrixCell(cell: RunCell | undefined, anchors: Anchors): Html {
  if (!cell) return markup`<td class="none">not asked</td>`;
  const older = cell.reused && markup`<small>reused, run ${cell.bootedIn ?? "unknown"}</small>`;
  const again = attemptWords(cell) && markup`<small>${attemptWords(cell)}</small>`;
  return markup`<td class="${cell.verdict}"><a href="#${anchors.get(cell)}">${verdictBadge(cell.verdict)}${again}${older}</a></td>`;
}
