// The matrix of the site: each cell is a link to its page, and the names of those pages.

import { baseRow } from "../../model/described/series.ts";
import type { RunCell, RunRecord } from "../../model/record/run-record.ts";
import { type Verdict, verdicts } from "../../model/judge/verdict.ts";
import { type Html, markup } from "../safe/html-escape.ts";
import { signOf } from "../facts/in-words.ts";
import {
  attemptWords,
  type Matrix,
  type MatrixKernel,
  matrixOf,
  type MatrixPlatform,
} from "../facts/matrix.ts";
import { reusedBoots } from "../facts/reused-boots.ts";

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

/** As many kernels as stand side by side on a screen; more are set as another table. */
const kernelsAcross = 8;

/** Tables that scroll by themselves where the window is narrow. */
export function matrixView(run: RunRecord, links: Links): Html {
  const matrix = matrixOf(run);
  if (!matrix.groups.length) return markup`<p>No cell was judged.</p>`;
  const { sentence, mark } = reusedBoots(run);
  const starts = matrix.kernels.flatMap((_, at) => (at % kernelsAcross ? [] : [at]));
  const tables = starts.map((from) => tableView({ matrix, links, mark, from }));
  const note = sentence && markup`<p class="note">${sentence}</p>`;
  return markup`${filtersView(matrix)}${note}${tables}`;
}

type Part = {
  readonly matrix: Matrix;
  readonly links: Links;
  readonly mark: (cell: RunCell) => string;
  /** The first of the kernels that this table shows. */
  readonly from: number;
};

function tableView(part: Part): Html {
  const { kernels, groups, severalHeads } = part.matrix;
  const shown = kernels.slice(part.from, part.from + kernelsAcross);
  const heads = shown.map((kernel) => kernelHead(kernel, severalHeads));
  const bodies = groups.map(({ name, platforms }) => {
    const title = markup`<tr class="group"><th scope="rowgroup" colspan="${shown.length + 1}">${name}</th></tr>`;
    return markup`<tbody>${title}${platforms.map((platform) => rowView(platform, part))}</tbody>`;
  });
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Matrix of platforms and kernels">
<table class="matrix">
<thead><tr><th scope="col">Platform</th>${heads}</tr></thead>
${bodies}
</table>
</div>`;
}

/** Hidden without a script. Their state is in the address: `#verdict=fail&head=sid`. */
function filtersView({ kernels, groups }: Matrix): Html {
  const platforms = groups.flatMap((group) => group.platforms);
  const cells = platforms.flatMap((one) => one.cells);
  const present = verdicts.filter((verdict) => cells.some((cell) => cell?.verdict === verdict));
  const choices: readonly (readonly [string, readonly string[]])[] = [
    ["verdict", present],
    ["head", [...new Set(kernels.map(({ head }) => head))]],
    ["series", [...new Set(kernels.map(({ series }) => series))]],
    ["platform", [...new Set(platforms.map(({ platform }) => platform))]],
  ];
  const selects = choices.map(
    ([name, values]) =>
      markup`<label>${name} <select name="${name}"><option value="">all</option>${values.map((value) => markup`<option>${value}</option>`)}</select></label>`,
  );
  return markup`<form id="filters" hidden>${selects}<button type="reset">Show all</button><output aria-live="polite"></output></form>`;
}

function kernelHead({ head, series }: MatrixKernel, severalHeads: boolean): Html {
  const label = series === baseRow ? "unpatched" : series;
  const above = severalHeads && markup`<small>${head}</small>`;
  return markup`<th scope="col" data-head="${head}" data-series="${series}">${above}${label}</th>`;
}

function rowView({ platform, flavour, cells }: MatrixPlatform, { links, mark, from }: Part): Html {
  const shown = cells.slice(from, from + kernelsAcross);
  const label = flavour && markup`<small>${flavour}</small>`;
  return markup`
<tr data-platform="${platform}"><th scope="row">${platform}${label}</th>${shown.map((cell) => matrixCell(cell, links, mark))}</tr>`;
}

function matrixCell(cell: RunCell | undefined, links: Links, mark: Part["mark"]): Html {
  if (!cell) return markup`<td class="none">not asked</td>`;
  const notes = [attemptWords(cell), mark(cell)].filter(Boolean);
  const small = notes.map((note) => markup`<small>${note}</small>`);
  return markup`<td class="${cell.verdict}"><a href="${links.get(cell)}">${verdictBadge(cell.verdict)}${small}</a></td>`;
}
