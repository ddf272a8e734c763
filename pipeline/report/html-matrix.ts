// The matrix of the site: each cell is a link to its page, and the names of those pages.

import { baseRow } from "../model/series.ts";
import type { RunCell } from "../model/run-record.ts";
import { type Verdict, verdicts } from "../model/verdict.ts";
import { type Html, markup } from "./html-escape.ts";
import { signOf } from "./in-words.ts";
import { attemptWords, type Matrix, type MatrixColumn, type MatrixRow } from "./matrix.ts";

/** The page of each cell, below the site's folder. */
export type Links = ReadonlyMap<RunCell, string>;

/** A name that holds from run to run, made of letters, digits, dots and dashes only. */
export function cellLinks(cells: readonly RunCell[]): Links {
  const taken = new Set<string>();
  const links = new Map<RunCell, string>();
  for (const cell of cells) {
    const words = [cell.head, cell.series, cell.flavour, cell.platform].join("-");
    const slug = words
      .replace(/[^a-zA-Z0-9.]+/gu, "-")
      .replace(/^[-.]+/u, "")
      .slice(0, 150);
    let name = slug;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${slug}-${count}`;
    taken.add(name.toLowerCase());
    links.set(cell, `cells/${name}.html`);
  }
  return links;
}

/** A verdict with its sign and its colour. */
export function verdictBadge(verdict: Verdict): Html {
  return markup`<span class="badge ${verdict}"><span class="sign" aria-hidden="true">${signOf(verdict)}</span>${verdict}</span>`;
}

/** A table that scrolls by itself where the window is narrow. */
export function matrixView(matrix: Matrix, links: Links): Html {
  const { columns, rows, severalFlavours } = matrix;
  if (!rows.length) return markup`<p>No cell was judged.</p>`;
  return markup`${filtersView(matrix)}<div class="scroll" tabindex="0" role="region" aria-label="Matrix of kernels and platforms">
<table class="matrix">
<thead><tr><th scope="col">Kernel</th>${columns.map(columnHead)}</tr></thead>
<tbody>${rows.map((row) => rowView(row, severalFlavours, links))}</tbody>
</table>
</div>`;
}

/** Hidden where there is no script to work them. Their state is the address: `#verdict=fail&head=sid`. */
function filtersView({ columns, rows }: Matrix): Html {
  const cells = rows.flatMap((row) => row.cells);
  const present = verdicts.filter((verdict) => cells.some((cell) => cell?.verdict === verdict));
  const choices: readonly (readonly [string, readonly string[]])[] = [
    ["verdict", present],
    ["head", [...new Set(rows.map(({ head }) => head))]],
    ["series", [...new Set(rows.map(({ series }) => series))]],
    ["platform", columns.map(({ platform }) => platform)],
  ];
  const selects = choices.map(
    ([name, values]) =>
      markup`<label>${name} <select name="${name}"><option value="">all</option>${values.map((value) => markup`<option>${value}</option>`)}</select></label>`,
  );
  return markup`<form id="filters" hidden>${selects}<button type="reset">Show all</button><output aria-live="polite"></output></form>`;
}

function columnHead({ platform, realness }: MatrixColumn): Html {
  const label = realness === "real" ? "" : markup`<small>${realness.replace("-", " ")}</small>`;
  return markup`<th scope="col" data-platform="${platform}">${platform}${label}</th>`;
}

function rowView(row: MatrixRow, severalFlavours: boolean, links: Links): Html {
  const { head, series, flavour, cells } = row;
  const label = series === baseRow ? "unpatched" : series;
  return markup`
<tr data-head="${head}" data-series="${series}"><th scope="row">${head} <small>${label}${severalFlavours ? `, ${flavour}` : ""}</small></th>${cells.map((cell) => matrixCell(cell, links))}</tr>`;
}

function matrixCell(cell: RunCell | undefined, links: Links): Html {
  if (!cell) return markup`<td class="none">not asked</td>`;
  const older = cell.reused && markup`<small>reused, run ${cell.bootedIn ?? "unknown"}</small>`;
  const again = attemptWords(cell) && markup`<small>${attemptWords(cell)}</small>`;
  return markup`<td class="${cell.verdict}"><a href="${links.get(cell)}">${verdictBadge(cell.verdict)}${again}${older}</a></td>`;
}
